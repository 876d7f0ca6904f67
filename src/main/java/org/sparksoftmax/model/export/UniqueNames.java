package org.sparksoftmax.model.export;

import java.util.HashSet;
import java.util.Set;

/** Names of which no two are equal. */
final class UniqueNames {

  private final Set<String> taken = new HashSet<>();

  /** Takes {@code name}, with underscores appended until it is unique. */
  String take(String name) {
    String free = name;
    while (!taken.add(free)) {
      free += "_";
    }
    return free;
  }
}
