package org.sparksoftmax.ml;

import java.io.Serializable;
import java.util.UUID;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import scala.Tuple3;

/**
 * The uid of a stage, as the outer object of Spark's base classes. Their constructors create
 * parameters with the uid before the fields of a subclass are set, but after an inner class has
 * received the reference to its outer object.
 */
final class StageUid implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String uid;

  StageUid(String uid) {
    this.uid = uid;
  }

  /** The base class of an estimator with this uid. */
  abstract class Classifier
      extends ProbabilisticClassifier<Vector, SoftmaxClassifier, SoftmaxClassificationModel> {
    private static final long serialVersionUID = 1L;

    @Override
    public String uid() {
      return uid;
    }
  }

  /** The base class of a model with this uid. */
  abstract class ClassificationModel
      extends ProbabilisticClassificationModel<Vector, SoftmaxClassificationModel> {
    private static final long serialVersionUID = 1L;

    @Override
    public String uid() {
      return uid;
    }

    /**
     * Returns a copy of the model with the columns that a summary needs, and their names.
     * Redeclared because javac treats Spark's two declarations as different methods.
     */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Tuple3 findSummaryModel() {
      SoftmaxClassificationModel named = copy(ParamMap.empty());
      if (named.getProbabilityCol().isEmpty()) {
        named.setProbabilityCol("probability_" + UUID.randomUUID());
      }
      if (named.getPredictionCol().isEmpty()) {
        named.setPredictionCol("prediction_" + UUID.randomUUID());
      }
      return new Tuple3(named, named.getProbabilityCol(), named.getPredictionCol());
    }
  }
}
