package org.sparksoftmax.ml;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/**
 * The parameters of {@link SoftmaxClassifier} and of its models, in addition to the columns of
 * every MLlib classifier. Parameters shared with {@code LogisticRegression} have the same meaning
 * and defaults.
 *
 * <p>Each call creates a new parameter object; parameters with the same uid and name are equal.
 */
public interface SoftmaxClassifierParams extends Params {

  /** Column of example weights, numbers ≥ 0. If not set or empty, every row has weight 1. */
  default Param<String> weightCol() {
    return new Param<>(
        this,
        "weightCol",
        "weight column name, numbers >= 0. If this is not set or empty, every row has weight 1");
  }

  /** λ: the strength of the penalty. */
  default DoubleParam regParam() {
    return new DoubleParam(
        this, "regParam", "regularization parameter (>= 0)", ParamValidators.gtEq(0));
  }

  /** α: the L1 ratio of the penalty. */
  default DoubleParam elasticNetParam() {
    return new DoubleParam(
        this,
        "elasticNetParam",
        "the ElasticNet mixing parameter, in range [0, 1]. For alpha = 0, the penalty is an L2 penalty. For alpha = 1, it is an L1 penalty",
        ParamValidators.inRange(0, 1));
  }

  /** The maximum number of iterations; 0 for the initial model. */
  default IntParam maxIter() {
    return new IntParam(
        this, "maxIter", "maximum number of iterations (>= 0)", ParamValidators.gtEq(0));
  }

  /** Ratio to the initial gradient norm at which training has converged. */
  default DoubleParam tol() {
    return new DoubleParam(
        this,
        "tol",
        "the convergence tolerance: training ends when the gradient norm is at most this fraction of the initial one (>= 0)",
        ParamValidators.gtEq(0));
  }

  /** With two classes, the probability of class 1 above which it is predicted. */
  default DoubleParam threshold() {
    return new DoubleParam(
        this,
        "threshold",
        "threshold in binary classification prediction, in range [0, 1]",
        ParamValidators.inRange(0, 1));
  }

  /**
   * The thresholds of the classes, by which probabilities are divided; from MLlib's classifiers.
   */
  DoubleArrayParam thresholds();

  /** Whether to fit intercepts, and biases of hidden units. */
  default BooleanParam fitIntercept() {
    return new BooleanParam(this, "fitIntercept", "whether to fit an intercept term");
  }

  /** Whether the penalty applies to the weights of features of variance 1. */
  default BooleanParam standardization() {
    return new BooleanParam(
        this,
        "standardization",
        "whether to standardize the training features before fitting the model");
  }

  /** Depth of the tree that aggregates the results of many partitions. */
  default IntParam aggregationDepth() {
    return new IntParam(
        this,
        "aggregationDepth",
        "suggested depth for treeAggregate (>= 2); the results of up to 16 partitions are sent directly to the driver. It changes no bit of the model",
        ParamValidators.gtEq(2));
  }

  /** The family, for compatibility with LogisticRegression; always multinomial. */
  default Param<String> family() {
    return new Param<>(
        this,
        "family",
        "the label distribution: auto or multinomial, which are equivalent, also for two classes",
        ParamValidators.inArray(List.of("auto", "multinomial")));
  }

  /** The seed for mini-batches, the initial weights of a network, and dropout. */
  default LongParam seed() {
    return new LongParam(this, "seed", "random seed");
  }

  /** The update rule. */
  default Param<String> solver() {
    return new Param<>(
        this,
        "solver",
        "the update rule: lbfgs, owlqn (for an L1 penalty), gradient-descent, momentum, nesterov, adagrad, adam, or auto, which is owlqn with an L1 penalty, else lbfgs",
        ParamValidators.inArray(
            List.of(
                "auto",
                "lbfgs",
                "owlqn",
                "gradient-descent",
                "momentum",
                "nesterov",
                "adagrad",
                "adam")));
  }

  /** The step size of first-order solvers; derived from the data if not set. */
  default DoubleParam stepSize() {
    return new DoubleParam(
        this,
        "stepSize",
        "initial step size of gradient-descent, momentum, nesterov, adagrad and adam (> 0); not set: derived from the data",
        ParamValidators.gt(0));
  }

  /** The fraction of the blocks of rows that an iteration of a first-order solver uses. */
  default DoubleParam miniBatchFraction() {
    return new DoubleParam(
        this,
        "miniBatchFraction",
        "fraction of the data, in blocks of about 1000 rows, that an iteration uses (> 0 and <= 1); not for lbfgs and owlqn",
        ParamValidators.inRange(0, 1, false, true));
  }

  /** The number of rows of a mini-batch of a first-order solver; 0 for none. */
  default IntParam miniBatchSize() {
    return new IntParam(
        this,
        "miniBatchSize",
        "number of rows of a mini-batch; an iteration is then an epoch, in a new order of the rows; 0: no mini-batches of rows; not for lbfgs and owlqn",
        ParamValidators.gtEq(0));
  }

  /** Units of each hidden layer; empty for a linear model. */
  default IntArrayParam hiddenLayers() {
    return new IntArrayParam(
        this,
        "hiddenLayers",
        "number of units of each hidden layer, from the features to the logits; not set or empty: the linear model");
  }

  /** The activation function of hidden units. */
  default Param<String> activation() {
    return new Param<>(
        this,
        "activation",
        "activation of the hidden units: relu, leaky-relu, tanh, sigmoid or gelu",
        ParamValidators.inArray(List.of("relu", "leaky-relu", "tanh", "sigmoid", "gelu")));
  }

  /** The fraction of hidden units that dropout disables in a step. */
  default DoubleParam dropout() {
    return new DoubleParam(
        this,
        "dropout",
        "fraction of the hidden units that dropout disables in a training step (>= 0 and < 1); not for lbfgs and owlqn",
        ParamValidators.inRange(0, 1, true, false));
  }

  /** The fraction of each target that is spread over all classes. */
  default DoubleParam labelSmoothing() {
    return new DoubleParam(
        this,
        "labelSmoothing",
        "fraction of each target that is spread evenly over all classes (>= 0 and < 1)",
        ParamValidators.inRange(0, 1, true, false));
  }

  /** Column of target probabilities, instead of labels. */
  default Param<String> softLabelCol() {
    return new Param<>(
        this,
        "softLabelCol",
        "column of the target probabilities of a row, a vector or an array with one entry per class, instead of labelCol");
  }

  /** The weight of each class, by index. */
  default DoubleArrayParam classWeights() {
    return new DoubleArrayParam(
        this,
        "classWeights",
        "the weights of the classes (>= 0), class 0 first; not set or empty: 1 for all");
  }

  /** Whether class weights give all classes the same total weight. */
  default BooleanParam balancedClasses() {
    return new BooleanParam(
        this,
        "balancedClasses",
        "whether all classes have equal total weight: sum of all weights / (number of classes * sum of the weights of the class)");
  }

  /** Boolean column that marks held-out rows. */
  default Param<String> validationIndicatorCol() {
    return new Param<>(
        this,
        "validationIndicatorCol",
        "name of the column that indicates whether each row is for training (false) or for validation (true)");
  }

  /** Iterations without improvement on validation rows after which training stops. */
  default IntParam patience() {
    return new IntParam(
        this,
        "patience",
        "number of iterations without improvement of the validation metric after which training stops, and the best parameters become the model (0: early stopping is disabled)",
        ParamValidators.gtEq(0));
  }

  /** The margin that an improvement must exceed. */
  default DoubleParam minImprovement() {
    return new DoubleParam(
        this,
        "minImprovement",
        "the validation metric must improve by more than this (>= 0)",
        ParamValidators.gtEq(0));
  }

  /** The validation metric. */
  default Param<String> validationMetric() {
    return new Param<>(
        this,
        "validationMetric",
        "the validation metric: loss or accuracy",
        ParamValidators.inArray(List.of("loss", "accuracy")));
  }

  /** The calibration of the probabilities of the trained model. */
  default Param<String> calibration() {
    return new Param<>(
        this,
        "calibration",
        "the calibration of the probabilities of the trained model: none, or temperature, which divides the logits by the number that minimizes the log loss of the validation rows",
        ParamValidators.inArray(List.of("none", "temperature")));
  }

  /** The directory of checkpoints. */
  default Param<String> checkpointDir() {
    return new Param<>(
        this,
        "checkpointDir",
        "directory of checkpoints, from which a fit of the same data with the same parameters resumes an interrupted one; the checkpoints of the last fit are kept");
  }

  /** Iterations between checkpoints. */
  default IntParam checkpointInterval() {
    return new IntParam(
        this,
        "checkpointInterval",
        "with checkpointDir, number of iterations between checkpoints (>= 1)",
        ParamValidators.gtEq(1));
  }

  /** The data type of features in memory. */
  default Param<String> storage() {
    return new Param<>(
        this,
        "storage",
        "data type of features in memory: u8 (integers 0 to 255), f32, f64, or auto, which is u8 if every value fits, else f32, or f64 where f32 cannot distinguish values",
        ParamValidators.inArray(List.of("auto", "u8", "f32", "f64")));
  }

  /** The number of partitions of the blocks of rows. */
  default IntParam numPartitions() {
    return new IntParam(
        this,
        "numPartitions",
        "number of partitions of the training rows (>= 0); 0: derived from the size of the data",
        ParamValidators.gtEq(0));
  }

  default String getWeightCol() {
    return getOrDefault(weightCol());
  }

  default double getRegParam() {
    return (double) getOrDefault(regParam());
  }

  default double getElasticNetParam() {
    return (double) getOrDefault(elasticNetParam());
  }

  default int getMaxIter() {
    return (int) getOrDefault(maxIter());
  }

  default double getTol() {
    return (double) getOrDefault(tol());
  }

  /**
   * The threshold of two classes; if {@code thresholds} are set, the one that is equivalent to
   * them.
   *
   * @throws IllegalArgumentException if {@code thresholds} are not two, or contradict {@code
   *     threshold}
   */
  default double getThreshold() {
    return Thresholds.ofTwo(this);
  }

  default boolean getFitIntercept() {
    return (boolean) getOrDefault(fitIntercept());
  }

  default boolean getStandardization() {
    return (boolean) getOrDefault(standardization());
  }

  default int getAggregationDepth() {
    return (int) getOrDefault(aggregationDepth());
  }

  default String getFamily() {
    return getOrDefault(family());
  }

  default long getSeed() {
    return (long) getOrDefault(seed());
  }

  default String getSolver() {
    return getOrDefault(solver());
  }

  default double getStepSize() {
    return (double) getOrDefault(stepSize());
  }

  default double getMiniBatchFraction() {
    return (double) getOrDefault(miniBatchFraction());
  }

  default int getMiniBatchSize() {
    return (int) getOrDefault(miniBatchSize());
  }

  /** Returns an empty array if not set. */
  default int[] getHiddenLayers() {
    return isDefined(hiddenLayers()) ? getOrDefault(hiddenLayers()) : new int[0];
  }

  default String getActivation() {
    return getOrDefault(activation());
  }

  default double getDropout() {
    return (double) getOrDefault(dropout());
  }

  default double getLabelSmoothing() {
    return (double) getOrDefault(labelSmoothing());
  }

  default String getSoftLabelCol() {
    return getOrDefault(softLabelCol());
  }

  /** Returns an empty array if not set. */
  default double[] getClassWeights() {
    return isDefined(classWeights()) ? getOrDefault(classWeights()) : new double[0];
  }

  default boolean getBalancedClasses() {
    return (boolean) getOrDefault(balancedClasses());
  }

  default String getValidationIndicatorCol() {
    return getOrDefault(validationIndicatorCol());
  }

  default int getPatience() {
    return (int) getOrDefault(patience());
  }

  default double getMinImprovement() {
    return (double) getOrDefault(minImprovement());
  }

  default String getValidationMetric() {
    return getOrDefault(validationMetric());
  }

  default String getCalibration() {
    return getOrDefault(calibration());
  }

  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }

  default int getCheckpointInterval() {
    return (int) getOrDefault(checkpointInterval());
  }

  default String getStorage() {
    return getOrDefault(storage());
  }

  default int getNumPartitions() {
    return (int) getOrDefault(numPartitions());
  }
}
