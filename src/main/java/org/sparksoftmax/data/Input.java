package org.sparksoftmax.data;

import java.util.Optional;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.SplitConfig;

/**
 * Files that belong together.
 *
 * @param name what reports call them
 * @param key the configuration key of {@code path}, for messages
 * @param path files, as Hadoop globs them
 * @param labelsPath labels of an idx data set
 */
record Input(String name, String key, String path, Optional<String> labelsPath) {

  /** The training files. */
  static Input training(DataConfig config) {
    return new Input("train", "data.path", config.path(), config.labelsPath());
  }

  /** The same files, to be predicted. */
  static Input prediction(DataConfig config) {
    return new Input("input", "data.path", config.path(), config.labelsPath());
  }

  /** Files of their own for validation or test, if {@code split} has any. */
  static Optional<Input> heldOut(Role role, SplitConfig split) {
    String name = role.keyword();
    return split
        .path()
        .map(path -> new Input(name, "data." + name + ".path", path, split.labelsPath()));
  }

  /** The configuration key of {@code labelsPath}. */
  String labelsKey() {
    return key.replace(".path", ".labels-path");
  }
}
