package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The result of matching a list of wanted names with a list of present names.
 *
 * @param positions the position of each wanted name among the present names; −1 if it is missing
 * @param missing the wanted names that are not present
 * @param extra the present names that are not wanted
 */
record NameMatch(int[] positions, List<String> missing, List<String> extra) {

  /** The maximum number of names of each kind in a message. */
  private static final int SHOWN = 3;

  /**
   * Matches names.
   *
   * @param present distinct names
   * @param wanted distinct names
   */
  static NameMatch of(List<?> present, List<?> wanted) {
    Map<Object, Integer> at = new HashMap<>();
    for (int i = 0; i < present.size(); i++) {
      at.put(present.get(i), i);
    }
    int[] positions = new int[wanted.size()];
    List<String> missing = new ArrayList<>();
    Set<Object> extra = new LinkedHashSet<>(present);
    for (int i = 0; i < positions.length; i++) {
      Object name = wanted.get(i);
      positions[i] = at.getOrDefault(name, -1);
      if (positions[i] < 0) {
        missing.add(name.toString());
      }
      extra.remove(name);
    }
    return new NameMatch(positions, missing, extra.stream().map(Object::toString).toList());
  }

  /** Whether both lists have the same names. */
  boolean isComplete() {
    return missing.isEmpty() && extra.isEmpty();
  }

  /**
   * Describes the difference, such as {@code it lacks 'a' and has 'b'}, with a few names of each
   * kind.
   */
  String difference() {
    if (missing.isEmpty()) {
      return "it also has " + shown(extra);
    }
    return "it lacks " + shown(missing) + (extra.isEmpty() ? "" : " and has " + shown(extra));
  }

  private static String shown(List<String> names) {
    List<String> first = names.stream().limit(SHOWN).map(name -> "'" + name + "'").toList();
    int more = names.size() - first.size();
    return String.join(", ", first)
        + (more > 0 ? String.format(Locale.ROOT, ", ... (%d more)", more) : "");
  }
}
