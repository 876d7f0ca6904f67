package org.sparksoftmax.connect;

import java.util.Optional;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.connect.plugin.MLBackendPlugin;

/**
 * The plugin of a Spark Connect server that replaces {@code LogisticRegression} by {@link
 * SoftmaxLogisticRegression}. To use it, set {@code spark.connect.ml.backend.classes} to the name
 * of this class.
 */
public final class SoftmaxBackend implements MLBackendPlugin {

  @Override
  public Optional<String> transform(String operator) {
    return operator.equals(LogisticRegression.class.getName())
        ? Optional.of(SoftmaxLogisticRegression.class.getName())
        : Optional.empty();
  }
}
