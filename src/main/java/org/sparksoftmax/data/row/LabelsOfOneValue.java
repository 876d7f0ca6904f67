package org.sparksoftmax.data.row;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Labels that are several texts of one number, such as {@code 02134} and {@code 2134}. */
public final class LabelsOfOneValue {

  private LabelsOfOneValue() {}

  /** What a user should know about labels that are text, a sentence for each number. */
  public static List<String> remarks(Collection<String> labels) {
    Map<String, List<String>> byValue =
        labels.stream()
            .sorted()
            .collect(
                Collectors.groupingBy(LabelText::canonical, TreeMap::new, Collectors.toList()));
    return byValue.values().stream()
        .filter(same -> same.size() > 1)
        .map(LabelsOfOneValue::remark)
        .toList();
  }

  private static String remark(List<String> labels) {
    return String.format(
        Locale.ROOT,
        "the labels %s have the same value but are %d classes, since labels are text here: write them alike to make them one",
        labels.stream().map(BadRow::shown).collect(Collectors.joining(" and ")),
        labels.size());
  }
}
