package org.sparksoftmax.sql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.sparksoftmax.ml.SoftmaxClassificationModel;

/** What a function returns for a row. */
enum Score {
  /** The predicted class. */
  PREDICT("the class that the model predicts, as text") {
    @Override
    DataType type() {
      return DataTypes.StringType;
    }

    @Override
    Object of(SoftmaxClassificationModel model, String[] labels, Vector features) {
      return labels[(int) model.raw2prediction(model.predictRaw(features))];
    }
  },

  /**
   * The probability of each class. A map, so that queries name classes instead of counting them.
   */
  PROBABILITIES("a map with the probability of each class, in the order of the model") {
    @Override
    DataType type() {
      return DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false);
    }

    @Override
    Object of(SoftmaxClassificationModel model, String[] labels, Vector features) {
      Vector probabilities = model.raw2probabilityInPlace(model.predictRaw(features));
      Map<String, Double> byLabel = new LinkedHashMap<>();
      for (int k = 0; k < labels.length; k++) {
        byLabel.put(labels[k], probabilities.apply(k));
      }
      return byLabel;
    }
  };

  /** As {@code DESCRIBE FUNCTION EXTENDED} shows them. */
  static final String ARGUMENTS =
      """

          Arguments:
            * path - the output of softmax train, or a saved SoftmaxClassificationModel; a constant string
            * columns - the columns of the model, by name: columns, name => expression, or one struct; or one vector or array
      """;

  private final String result;

  Score(String result) {
    this.result = result;
  }

  /** The score of one row, as a value that Spark converts to {@link #type}. */
  abstract Object of(SoftmaxClassificationModel model, String[] labels, Vector features);

  abstract DataType type();

  /** The name of the function. */
  String function() {
    return "softmax_" + name().toLowerCase(Locale.ROOT);
  }

  String usage() {
    return String.format(
        Locale.ROOT,
        "_FUNC_(path, columns) - Returns %s; null for a row that cannot be scored.",
        result);
  }

  String examples() {
    return """

        Examples:
          > SELECT _FUNC_('runs/iris', *) FROM iris;
    """;
  }
}
