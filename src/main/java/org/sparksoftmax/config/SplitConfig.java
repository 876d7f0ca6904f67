package org.sparksoftmax.config;

import java.util.Optional;

/**
 * The validation or test data ({@code data.validation}, {@code data.test}): separate files, or a
 * fraction held out from the training files.
 *
 * @param path files, in the form of {@code data.path}
 * @param labelsPath label files of an idx data set, in the form of {@code data.labels-path}
 * @param fraction fraction of the rows of {@code data.path} held out, in [0, 1); 0 when {@code
 *     path} is set
 */
public record SplitConfig(Optional<String> path, Optional<String> labelsPath, double fraction) {

  /** The split without data. */
  public static SplitConfig none() {
    return new SplitConfig(Optional.empty(), Optional.empty(), 0.0);
  }

  /** Whether the data set is configured. */
  public boolean isPresent() {
    return path.isPresent() || fraction > 0;
  }
}
