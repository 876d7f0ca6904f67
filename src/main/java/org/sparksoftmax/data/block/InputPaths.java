package org.sparksoftmax.data.block;

import java.util.Optional;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.data.row.SplitRole;

/**
 * The paths of one input.
 *
 * @param name the name of the input in reports
 * @param key the configuration key of {@code path}, for messages
 * @param path files or Hadoop glob patterns
 * @param labelsPath label files of an idx data set
 */
public record InputPaths(String name, String key, String path, Optional<String> labelsPath) {

  /** The training files. */
  public static InputPaths training(DataConfig config) {
    return new InputPaths("train", "data.path", config.path(), config.labelsPath());
  }

  /** The same files, as the input of predictions. */
  public static InputPaths prediction(DataConfig config) {
    return new InputPaths("input", "data.path", config.path(), config.labelsPath());
  }

  /** The separate files for validation or test, if configured. */
  public static Optional<InputPaths> heldOut(SplitRole role, SplitConfig split) {
    String name = role.keyword();
    return split
        .path()
        .map(path -> new InputPaths(name, "data." + name + ".path", path, split.labelsPath()));
  }

  /** The configuration key of {@code labelsPath}. */
  public String labelsKey() {
    return key.replace(".path", ".labels-path");
  }
}
