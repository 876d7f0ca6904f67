package org.sparksoftmax.config;

import java.util.Optional;

/**
 * A data set beside the training rows ({@code data.validation}, {@code data.test}): files of its
 * own, or a fraction taken from the training files.
 *
 * @param path files, as {@code data.path}
 * @param labelsPath labels of an idx data set, as {@code data.labels-path}
 * @param fraction share of the rows of {@code data.path} held out, 0 to below 1; 0 when {@code
 *     path} is set
 */
public record SplitConfig(Optional<String> path, Optional<String> labelsPath, double fraction) {

  /** No such data set. */
  public static SplitConfig none() {
    return new SplitConfig(Optional.empty(), Optional.empty(), 0.0);
  }

  /** Whether there is such a data set. */
  public boolean isPresent() {
    return path.isPresent() || fraction > 0;
  }
}
