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
 * The parameters of {@link SoftmaxClassifier} and of its models, beside the columns that every
 * classifier of MLlib has. Those that {@code LogisticRegression} has too mean the same, and have
 * the same defaults.
 *
 * <p>A parameter is made anew each time it is asked for: two of the same uid and name are equal.
 */
public interface SoftmaxClassifierParams extends Params {

  /** Column of example weights, numbers ≥ 0; not set or empty: every row weighs 1. */
  default Param<String> weightCol() {
    return new Param<>(
        this,
        "weightCol",
        "weight column name, numbers >= 0. If this is not set or empty, every row weighs 1");
  }

  /** λ: how much the penalty counts. */
  default DoubleParam regParam() {
    return new DoubleParam(
        this, "regParam", "regularization parameter (>= 0)", ParamValidators.gtEq(0));
  }

  /** α: the share of the L1 penalty. */
  default DoubleParam elasticNetParam() {
    return new DoubleParam(
        this,
        "elasticNetParam",
        "the ElasticNet mixing parameter, in range [0, 1]. For alpha = 0, the penalty is an L2 penalty. For alpha = 1, it is an L1 penalty",
        ParamValidators.inRange(0, 1));
  }

  /** The most iterations. */
  default IntParam maxIter() {
    return new IntParam(
        this, "maxIter", "maximum number of iterations (>= 1)", ParamValidators.gtEq(1));
  }

  /** Share of the first gradient norm at which training has converged. */
  default DoubleParam tol() {
    return new DoubleParam(
        this,
        "tol",
        "the convergence tolerance: training ends when the norm of the gradient is at most this share of its first (>= 0 and < 1)",
        ParamValidators.inRange(0, 1, true, false));
  }

  /** Whether classes have intercepts, and hidden units biases. */
  default BooleanParam fitIntercept() {
    return new BooleanParam(this, "fitIntercept", "whether to fit an intercept term");
  }

  /** Whether the penalty is on the weights of features of variance 1. */
  default BooleanParam standardization() {
    return new BooleanParam(
        this,
        "standardization",
        "whether to standardize the training features before fitting the model");
  }

  /** Depth of the tree in which the results of many partitions are added. */
  default IntParam aggregationDepth() {
    return new IntParam(
        this,
        "aggregationDepth",
        "suggested depth for treeAggregate (>= 2); the results of up to 16 partitions go straight to the driver. It changes no bit of the model",
        ParamValidators.gtEq(2));
  }

  /** Always the multinomial one; here so that code written for LogisticRegression compiles. */
  default Param<String> family() {
    return new Param<>(
        this,
        "family",
        "the label distribution: auto or multinomial, which are the same here, also for two classes",
        ParamValidators.inArray(List.of("auto", "multinomial")));
  }

  /** What draws mini-batches, the first weights of a network, and what dropout leaves out. */
  default LongParam seed() {
    return new LongParam(this, "seed", "random seed");
  }

  /** The update rule. */
  default Param<String> solver() {
    return new Param<>(
        this,
        "solver",
        "the update rule: lbfgs, owlqn (for an L1 penalty), gradient-descent, momentum, nesterov, adagrad, adam, or auto, which is owlqn with an L1 penalty and else lbfgs",
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

  /** The step of first-order solvers; not set: one that follows from the data. */
  default DoubleParam stepSize() {
    return new DoubleParam(
        this,
        "stepSize",
        "first step size of gradient-descent, momentum, nesterov, adagrad and adam (> 0); not set: chosen",
        ParamValidators.gt(0));
  }

  /** The share of the blocks of rows that an iteration of a first-order solver sees. */
  default DoubleParam miniBatchFraction() {
    return new DoubleParam(
        this,
        "miniBatchFraction",
        "fraction of the data, in blocks of about 1000 rows, that an iteration sees (> 0 and <= 1); not for lbfgs and owlqn",
        ParamValidators.inRange(0, 1, false, true));
  }

  /** Units of each hidden layer; none: the linear model. */
  default IntArrayParam hiddenLayers() {
    return new IntArrayParam(
        this,
        "hiddenLayers",
        "number of units of each hidden layer, the one next to the features first; not set or empty: the linear model");
  }

  /** What hidden units make of their sum. */
  default Param<String> activation() {
    return new Param<>(
        this,
        "activation",
        "activation of the hidden units: relu, leaky-relu, tanh, sigmoid or gelu",
        ParamValidators.inArray(List.of("relu", "leaky-relu", "tanh", "sigmoid", "gelu")));
  }

  /** The share of hidden units that a step leaves out. */
  default DoubleParam dropout() {
    return new DoubleParam(
        this,
        "dropout",
        "share of the hidden units that a training step leaves out (>= 0 and < 1); not for lbfgs and owlqn",
        ParamValidators.inRange(0, 1, true, false));
  }

  /** The share of each target that is spread over all classes. */
  default DoubleParam labelSmoothing() {
    return new DoubleParam(
        this,
        "labelSmoothing",
        "share of each target that is spread evenly over all classes (>= 0 and < 1)",
        ParamValidators.inRange(0, 1, true, false));
  }

  /** Column of target probabilities, in place of labels. */
  default Param<String> softLabelCol() {
    return new Param<>(
        this,
        "softLabelCol",
        "column of the target probabilities of a row, a vector or an array with one entry for each class, in place of labelCol");
  }

  /** A weight for each class, by its number. */
  default DoubleArrayParam classWeights() {
    return new DoubleArrayParam(
        this,
        "classWeights",
        "how much the rows of each class count (>= 0), class 0 first; not set or empty: all the same");
  }

  /** Whether every class is to count as much as any other. */
  default BooleanParam balancedClasses() {
    return new BooleanParam(
        this,
        "balancedClasses",
        "whether each class counts as much as any other: sum of all weights / (number of classes * sum of the weights of the class)");
  }

  /** Boolean column that says which rows are held out. */
  default Param<String> validationIndicatorCol() {
    return new Param<>(
        this,
        "validationIndicatorCol",
        "name of the column that indicates whether each row is for training (false) or for validation (true)");
  }

  /** Iterations without a better validation measure after which training stops. */
  default IntParam patience() {
    return new IntParam(
        this,
        "patience",
        "training stops when the validation measure has not become better for so many iterations, and the best parameters become the model (0: it does not stop)",
        ParamValidators.gtEq(0));
  }

  /** The least that counts as better. */
  default DoubleParam minImprovement() {
    return new DoubleParam(
        this,
        "minImprovement",
        "by how much more the validation measure must become better to count (>= 0)",
        ParamValidators.gtEq(0));
  }

  /** The validation measure. */
  default Param<String> validationMetric() {
    return new Param<>(
        this,
        "validationMetric",
        "the validation measure: loss or accuracy",
        ParamValidators.inArray(List.of("loss", "accuracy")));
  }

  /** What is done to the probabilities at the end. */
  default Param<String> calibration() {
    return new Param<>(
        this,
        "calibration",
        "what is done to the probabilities of the trained model: none, or temperature, which divides the logits by the number that is best for the validation rows",
        ParamValidators.inArray(List.of("none", "temperature")));
  }

  /** Where the states of training are saved. */
  default Param<String> checkpointDir() {
    return new Param<>(
        this,
        "checkpointDir",
        "directory where the states of training are saved, so that a fit of the same data with the same parameters goes on from where another was stopped; the states of the last fit stay");
  }

  /** Iterations from one saved state to the next. */
  default IntParam checkpointInterval() {
    return new IntParam(
        this,
        "checkpointInterval",
        "with checkpointDir, a state is saved every so many iterations (>= 1)",
        ParamValidators.gtEq(1));
  }

  /** How feature values are kept in memory. */
  default Param<String> storage() {
    return new Param<>(
        this,
        "storage",
        "how feature values are kept in memory: u8 (integers 0 to 255), f32, f64, or auto, which is u8 if every value fits and else f32",
        ParamValidators.inArray(List.of("auto", "u8", "f32", "f64")));
  }

  /** Partitions of the blocks of rows. */
  default IntParam numPartitions() {
    return new IntParam(
        this,
        "numPartitions",
        "number of partitions of the training rows (>= 0); 0: chosen from the size of the data",
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

  /** Empty if not set. */
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

  /** Empty if not set. */
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
