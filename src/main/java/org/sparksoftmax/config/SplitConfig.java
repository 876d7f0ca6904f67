package org.sparksoftmax.config;

import java.util.Optional;

/**
 * The validation or test data ({@code data.validation}, {@code data.test}): separate rows, or a
 * fraction held out from the training rows.
 *
 * @param location the separate rows, in the form of those of {@code data}
 * @param labelsPath label files of an idx data set, in the form of {@code data.labels-path}
 * @param fraction fraction of the training rows held out, in [0, 1); 0 when {@code location} is
 *     present
 */
public record SplitConfig(
    Optional<DataLocation> location, Optional<String> labelsPath, double fraction) {

  /** The split without data. */
  public static SplitConfig none() {
    return new SplitConfig(Optional.empty(), Optional.empty(), 0.0);
  }

  /** The separate files; empty if there are none, or a table or query in their place. */
  public Optional<String> path() {
    return location.flatMap(DataLocation::path);
  }

  /** Whether the data set is configured. */
  public boolean isPresent() {
    return location.isPresent() || fraction > 0;
  }
}
