package org.sparksoftmax.config;

import java.util.List;

/** Where the shown names of the classes come from, in the order of the classes. */
public sealed interface ClassNames {

  /** From the configuration itself. */
  record Listed(List<String> names) implements ClassNames {

    public Listed {
      names = List.copyOf(names);
    }
  }

  /**
   * From a file, one name a line.
   *
   * @param path on any Hadoop file system
   */
  record FromFile(String path) implements ClassNames {}
}
