package org.sparksoftmax.data.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of a column name, which hint at its meaning. */
record ColumnNames(List<String> words) {

  /** The rank of the name {@code target}, see {@link #labelRank}. */
  static final int TARGET = 3;

  private static final Set<String> LABELS =
      Set.of("label", "target", "class", "y", "outcome", "species", "response", "category");
  private static final Set<String> LAST_WORDS =
      Set.of("label", "target", "class", "outcome", "segment", "category", "species");
  private static final Set<String> WEIGHTS =
      Set.of(
          "weight", "sampleweight", "exampleweight", "instanceweight", "caseweight", "rowweight");
  private static final Set<String> IDENTIFIERS =
      Set.of("id", "ids", "uuid", "guid", "key", "email", "mail", "phone", "telephone", "mobile");
  private static final Set<String> PEOPLE =
      Set.of("name", "firstname", "lastname", "surname", "fullname", "username", "address");
  private static final Set<String> CODES =
      Set.of("zip", "zipcode", "postcode", "postal", "plz", "code", "id", "fips", "iso", "sku");
  private static final Set<String> INDEXES = Set.of("index", "row", "rownum", "rownumber");
  private static final Set<String> TIMES =
      Set.of("epoch", "time", "timestamp", "ts", "at", "date", "millis", "ms", "seconds");

  /** Splits a name at characters other than letters and digits, and before capitals in it. */
  static ColumnNames of(String name) {
    String split = name.replaceAll("(\\p{Ll}|\\p{N})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
    return new ColumnNames(
        Arrays.stream(split.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList());
  }

  /**
   * How strongly the name suggests a label: 4 for {@code label}, 3 for {@code target}, 2 for
   * similar names, 1 for names that end or begin like them, 0 for others.
   */
  int labelRank() {
    String whole = String.join("", words);
    if (whole.equals("label")) {
      return 4;
    }
    if (whole.equals("target")) {
      return TARGET;
    }
    if (LABELS.contains(whole)) {
      return 2;
    }
    boolean churn = words.stream().anyMatch(word -> word.startsWith("churn"));
    boolean ends = !words.isEmpty() && LAST_WORDS.contains(words.get(words.size() - 1));
    return churn || ends ? 1 : 0;
  }

  boolean isWeight() {
    return WEIGHTS.contains(String.join("", words));
  }

  /** Whether the name is {@code weight} alone, which may also be a physical quantity. */
  boolean isPlainWeight() {
    return words.equals(List.of("weight"));
  }

  boolean isIdentifier() {
    return words.stream().anyMatch(IDENTIFIERS::contains);
  }

  boolean isPersonal() {
    return words.stream().anyMatch(PEOPLE::contains) || PEOPLE.contains(String.join("", words));
  }

  boolean isCode() {
    return words.stream().anyMatch(CODES::contains);
  }

  /** Whether the name is empty, or one that is given to the numbers of rows. */
  boolean isRowIndex() {
    String whole = String.join("", words);
    return whole.isEmpty() || INDEXES.contains(whole) || whole.matches("unnamed ?[0-9]+|c0");
  }

  boolean isTime() {
    return words.stream().anyMatch(TIMES::contains);
  }

  boolean isBodyMeasure() {
    return words.stream().anyMatch(Set.of("height", "length", "width")::contains);
  }
}
