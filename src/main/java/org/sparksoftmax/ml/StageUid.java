package org.sparksoftmax.ml;

import java.io.Serializable;
import java.util.UUID;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import scala.Tuple3;

/**
 * The uid of a stage. The constructors of Spark's classes make parameters that carry it, before any
 * field of a subclass is set; the object around an inner class is there earlier.
 */
final class StageUid implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String uid;

  StageUid(String uid) {
    this.uid = uid;
  }

  /** An estimator of this uid. */
  abstract class Classifier
      extends ProbabilisticClassifier<Vector, SoftmaxClassifier, SoftmaxClassificationModel> {
    private static final long serialVersionUID = 1L;

    @Override
    public String uid() {
      return uid;
    }
  }

  /** A model of this uid. */
  abstract class ClassificationModel
      extends ProbabilisticClassificationModel<Vector, SoftmaxClassificationModel> {
    private static final long serialVersionUID = 1L;

    @Override
    public String uid() {
      return uid;
    }

    /**
     * Declared anew because Spark's two declarations differ in a way that javac takes for two
     * methods: a copy of the model that has the columns that a summary needs, and their names.
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
