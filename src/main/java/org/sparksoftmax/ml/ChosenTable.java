package org.sparksoftmax.ml;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparksoftmax.model.export.OnnxOptions;
import org.sparksoftmax.text.Keyword;

/**
 * A value of the parameter {@code table}: the name of a table. Behind {@code onnx} there may be
 * options, for example {@code onnx inputs=columns precision=float32 model-version=2}.
 */
record ChosenTable(Table table, OnnxOptions onnx) {

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if there is no such table or option
   */
  static ChosenTable of(String value) {
    String[] words = value.strip().split(" +");
    Table table = Table.named(words[0]);
    OnnxOptions options = OnnxOptions.DEFAULT;
    for (String option : Arrays.asList(words).subList(1, words.length)) {
      if (table != Table.ONNX) {
        throw invalid(value, "only onnx has options");
      }
      options = with(options, option, value);
    }
    return new ChosenTable(table, options);
  }

  private static OnnxOptions with(OnnxOptions options, String option, String value) {
    String[] parts = option.split("=", 2);
    String given = parts.length == 2 ? parts[1] : "";
    return switch (parts[0]) {
      case "inputs" ->
          new OnnxOptions(
              choice(OnnxOptions.Inputs.class, parts[0], given, value),
              options.precision(),
              options.modelVersion());
      case "precision" ->
          new OnnxOptions(
              options.inputs(),
              choice(OnnxOptions.Precision.class, parts[0], given, value),
              options.modelVersion());
      case "model-version" ->
          new OnnxOptions(options.inputs(), options.precision(), version(given, value));
      default -> throw invalid(value, "the options are inputs, precision and model-version");
    };
  }

  private static <E extends Enum<E>> E choice(
      Class<E> type, String option, String given, String value) {
    return Keyword.find(type, given)
        .orElseThrow(
            () ->
                invalid(
                    value,
                    option
                        + " must be one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Keyword::of)
                            .collect(Collectors.joining(", "))));
  }

  private static long version(String given, String value) {
    if (!given.matches("[1-9][0-9]{0,17}")) {
      throw invalid(value, "model-version must be a whole number > 0");
    }
    return Long.parseLong(given);
  }

  private static IllegalArgumentException invalid(String value, String reason) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "Invalid table = %s (%s)", value, reason));
  }
}
