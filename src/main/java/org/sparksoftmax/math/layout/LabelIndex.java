package org.sparksoftmax.math.layout;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The classes of a model: their labels, numbered from 0. */
public final class LabelIndex {

  /** Numbers before other text; numbers by value, other text lexicographically. */
  private static final Comparator<String> NATURAL_ORDER =
      Comparator.comparing(
              (String label) -> numberOf(label), Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Comparator.naturalOrder());

  private final List<String> labels;
  private final Map<String, Integer> indices = new HashMap<>();

  private LabelIndex(List<String> labels) {
    this.labels = List.copyOf(labels);
    for (int k = 0; k < labels.size(); k++) {
      if (indices.put(labels.get(k), k) != null) {
        throw new IllegalArgumentException("Duplicate label: " + labels.get(k));
      }
    }
  }

  /** Indexes distinct labels in natural order. */
  public static LabelIndex inNaturalOrder(Collection<String> labels) {
    return new LabelIndex(labels.stream().distinct().sorted(NATURAL_ORDER).toList());
  }

  /** Keeps labels in the given order, as a stored model lists them. */
  public static LabelIndex inGivenOrder(List<String> labels) {
    return new LabelIndex(labels);
  }

  /** Number of classes K. */
  public int size() {
    return labels.size();
  }

  /** Label of class {@code k}. */
  public String label(int k) {
    return labels.get(k);
  }

  /** All labels, class 0 first. */
  public List<String> labels() {
    return labels;
  }

  /** The class of {@code label}, or empty if there is none. */
  public OptionalInt indexOf(String label) {
    Integer k = indices.get(label);
    return k == null ? OptionalInt.empty() : OptionalInt.of(k);
  }

  private static BigDecimal numberOf(String label) {
    boolean plain =
        !label.isEmpty() && label.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0);
    if (!plain || label.length() > 64) {
      return null;
    }
    try {
      return new BigDecimal(label);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
