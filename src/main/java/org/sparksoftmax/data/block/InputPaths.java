package org.sparksoftmax.data.block;

import java.util.Optional;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataLocation;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.data.row.SplitRole;

/**
 * The paths of one input.
 *
 * @param name the name of the input in reports
 * @param location where the rows are
 * @param labelsPath label files of an idx data set
 */
public record InputPaths(String name, DataLocation location, Optional<String> labelsPath) {

  /** The training files. */
  public static InputPaths training(DataConfig config) {
    return new InputPaths("train", config.source().location(), config.labelsPath());
  }

  /** The same files, as the input of predictions. */
  public static InputPaths prediction(DataConfig config) {
    return new InputPaths("input", config.source().location(), config.labelsPath());
  }

  /** The separate files for validation or test, if configured. */
  public static Optional<InputPaths> heldOut(SplitRole role, SplitConfig split) {
    String name = role.keyword();
    return split.location().map(location -> new InputPaths(name, location, split.labelsPath()));
  }

  /** The configuration key of the location, for messages. */
  public String key() {
    return location.key();
  }

  /** The path, table or query, for messages. */
  public String path() {
    return location.value();
  }

  /** The configuration key of {@code labelsPath}. */
  public String labelsKey() {
    return location.group() + ".labels-path";
  }
}
