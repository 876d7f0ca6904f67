package org.sparksoftmax.train.predict;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.Count;

/**
 * The columns that predictions add to those of the input. The label is a text, which is cast to the
 * type of the labels afterwards.
 *
 * @param labels the classes, in order
 * @param form the form of the probabilities
 */
record PredictionColumns(List<String> labels, Probabilities form) {

  static final String PREDICTION = "prediction";
  static final String PROBABILITY = "probability";
  static final String REASON = "reason";

  /** The most classes that have a column each, and a name in the metadata of the array. */
  static final int MAX_NAMED = 1000;

  private static final Pattern UNSAFE = Pattern.compile("[^\\p{IsAlphabetic}\\p{IsDigit}_]");

  PredictionColumns {
    if (form == Probabilities.COLUMNS && labels.size() > MAX_NAMED) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid --probabilities columns: the model has %s (must be <= %,d for a column each); use --probabilities array",
              Count.of(labels.size(), "class"),
              MAX_NAMED));
    }
  }

  /** The number of added columns. */
  int size() {
    return 2 + probabilities();
  }

  /** The number of columns with probabilities. */
  int probabilities() {
    return switch (form) {
      case ARRAY -> 1;
      case COLUMNS -> labels.size();
      case NONE -> 0;
    };
  }

  /** The columns of the input, then the added ones. */
  StructType after(StructType input) {
    StructType type = freeNames(input).add(PREDICTION, DataTypes.StringType, true);
    switch (form) {
      case ARRAY ->
          type =
              type.add(
                  PROBABILITY,
                  DataTypes.createArrayType(DataTypes.DoubleType, false),
                  true,
                  namesOfEntries());
      case COLUMNS -> {
        List<String> names = names();
        for (int k = 0; k < names.size(); k++) {
          Metadata metadata = attribute(labels.get(k)).toMetadata();
          type = type.add(names.get(k), DataTypes.DoubleType, true, metadata);
        }
      }
      case NONE -> {}
    }
    return type.add(REASON, DataTypes.StringType, true);
  }

  /**
   * The name of the column of each class: {@code probability_} and the label, in which {@code _}
   * replaces everything but letters, digits and {@code _}. Names differ in more than case: of
   * several classes with one name, a class without replacements comes first, and the others get
   * {@code _2} and so on.
   */
  List<String> names() {
    String[] names = new String[labels.size()];
    Set<String> taken = new HashSet<>();
    for (int k = 0; k < names.length; k++) {
      boolean safe = !UNSAFE.matcher(labels.get(k)).find();
      if (safe && taken.add(withoutCase(name(labels.get(k))))) {
        names[k] = name(labels.get(k));
      }
    }
    for (int k = 0; k < names.length; k++) {
      String first = name(labels.get(k));
      for (int n = 2; names[k] == null; n++) {
        String name = n == 2 && !taken.contains(withoutCase(first)) ? first : first + "_" + n;
        names[k] = taken.add(withoutCase(name)) ? name : null;
      }
    }
    return List.of(names);
  }

  private static String name(String label) {
    return PROBABILITY + "_" + UNSAFE.matcher(label).replaceAll("_");
  }

  private static String withoutCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Attribute attribute(String label) {
    return NumericAttribute.defaultAttr().withName(label);
  }

  /** The classes as the attributes of MLlib; nothing if there are very many. */
  private Metadata namesOfEntries() {
    return labels.size() > MAX_NAMED
        ? Metadata.empty()
        : new AttributeGroup(
                PROBABILITY,
                labels.stream().map(PredictionColumns::attribute).toArray(Attribute[]::new))
            .toMetadata();
  }

  /**
   * Adds the prefix {@code input_} to input columns that share their name with an added column, in
   * any case: Spark would not read the file.
   */
  private StructType freeNames(StructType input) {
    Set<String> added = new HashSet<>(Set.of(PREDICTION, PROBABILITY, REASON));
    if (form == Probabilities.COLUMNS) {
      names().forEach(name -> added.add(withoutCase(name)));
    }
    Set<String> taken = new HashSet<>(added);
    Arrays.stream(input.fieldNames()).map(PredictionColumns::withoutCase).forEach(taken::add);
    StructType free = new StructType();
    for (StructField field : input.fields()) {
      String name = field.name();
      if (added.contains(withoutCase(name))) {
        do {
          name = "input_" + name;
        } while (!taken.add(withoutCase(name)));
      }
      free = free.add(name, field.dataType(), true);
    }
    return free;
  }
}
