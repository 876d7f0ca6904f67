package org.sparksoftmax.config;

import java.util.List;

/** Where the display names of the classes come from. Names are in class order. */
public sealed interface ClassNames {

  /** Names listed in the configuration. */
  record Listed(List<String> names) implements ClassNames {

    public Listed {
      names = List.copyOf(names);
    }
  }

  /**
   * Names read from a file, one per line.
   *
   * @param path path of the file on any Hadoop file system
   */
  record FromFile(String path) implements ClassNames {}
}
