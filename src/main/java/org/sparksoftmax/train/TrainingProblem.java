package org.sparksoftmax.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.NetworkConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.RegularizationConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.loss.Targets;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.LabelIndex;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.network.Initializer;
import org.sparksoftmax.objective.ObjectiveSpec;
import org.sparksoftmax.regularize.ElasticNet;
import org.sparksoftmax.regularize.Regularizer;

/**
 * What data and configuration make of the objective.
 *
 * @param layout of θ
 * @param network how θ of a network begins, and what a step leaves out
 * @param targets what rows are held against
 * @param scaling the features that θ is for
 * @param penalty λ and α
 * @param preparationPasses passes over the data that it took to know all this
 */
record TrainingProblem(
    TrainingData data,
    ParameterLayout layout,
    NetworkConfig network,
    Targets targets,
    FeatureScaling scaling,
    RegularizationConfig penalty,
    int preparationPasses) {

  /** Most labels that a message lists. */
  private static final int SHOWN_LABELS = 20;

  /** Looks at the data as far as the configuration asks for it. */
  static TrainingProblem of(TrainingConfig config, TrainingData data) {
    boolean balanced = config.loss().classWeights() instanceof ClassWeights.Balanced;
    return of(config, data, targets(config, data), balanced ? 1 : 0);
  }

  /** What rows are held against: one Spark job if class weights are to be balanced. */
  static Targets targets(TrainingConfig config, TrainingData data) {
    return new Targets(
        config.loss().labelSmoothing(),
        classWeights(config.loss().classWeights(), data).orElse(null));
  }

  /** As {@link #of(TrainingConfig, TrainingData)}, with targets that are known. */
  static TrainingProblem of(
      TrainingConfig config, TrainingData data, Targets targets, int passesSoFar) {
    ParameterLayout layout = layout(config, data);
    double multiplier = config.data().featureMultiplier();
    FeatureScaling scaling;
    int passes;
    if (config.standardization()) {
      scaling = Standardizer.of(data.train(), targets, config.intercept());
      passes = 2;
    } else if (layout.isLinear()
        && config.intercept()
        && config.optimizer().type() == OptimizerConfig.Type.OWLQN) {
      // OWL-QN starts from curvature along the axes: features far from 0 would couple them all.
      scaling = Standardizer.centred(data.train(), targets, multiplier);
      passes = 1;
    } else {
      scaling = FeatureScaling.of(multiplier);
      passes = 0;
    }
    return new TrainingProblem(
        data,
        layout,
        config.network(),
        targets,
        scaling,
        config.regularization(),
        passesSoFar + passes);
  }

  /** Of the same data, targets and features, with another penalty. */
  TrainingProblem withPenalty(RegularizationConfig other) {
    return new TrainingProblem(data, layout, network, targets, scaling, other, 0);
  }

  /** The layout of θ. */
  static ParameterLayout layout(TrainingConfig config, TrainingData data) {
    return new ParameterLayout(
        data.schema().features(),
        data.classes().size(),
        config.intercept(),
        data.order(),
        config.network().hidden());
  }

  Regularizer regularizer() {
    return new ElasticNet(penalty.l2(), penalty.l1(), layout.weightCount());
  }

  SparkObjective objective() {
    return new SparkObjective(
        new GradientPass(data.train(), targets.largestClassWeight()), objectiveSpec());
  }

  /** The objective but for its examples. */
  ObjectiveSpec objectiveSpec() {
    return new ObjectiveSpec(layout, regularizer(), scaling, targets, network.dropout());
  }

  /** θ to begin with. */
  double[] start(long seed) {
    Initializer initializer =
        switch (network.initialization()) {
          case AUTO -> Initializer.of(layout.hidden().activation());
          case HE -> Initializer.HE;
          case GLOROT -> Initializer.GLOROT;
        };
    return initializer.parameters(layout, seed);
  }

  /** θ for the features as stored. */
  double[] rawParameters(double[] parameters) {
    return scaling.rawParameters(layout, parameters);
  }

  /** The model of θ. */
  SoftmaxModel model(double[] parameters) {
    return SoftmaxModel.of(data.classes(), data.schema(), layout, rawParameters(parameters), 1);
  }

  /** The quick measures of θ on the validation data, if there is any. */
  Optional<ClassificationReport> validation(double[] parameters) {
    return data.validation()
        .map(
            set -> SparkEvaluator.evaluate(layout, rawParameters(parameters), data.classes(), set));
  }

  /** The weight of each class; empty if all are 1. */
  static Optional<double[]> classWeights(ClassWeights config, TrainingData data) {
    if (config instanceof ClassWeights.Balanced) {
      return Optional.of(balanced(data.train(), data.classes().size()));
    }
    if (config instanceof ClassWeights.Given given) {
      return Optional.of(given(given, data.classes()));
    }
    return Optional.empty();
  }

  private static double[] balanced(DataSet train, int classes) {
    double[] sums = train.classWeightSums(classes);
    double total = IntStream.range(0, classes).mapToDouble(k -> sums[k]).sum();
    double[] weights = new double[classes];
    for (int k = 0; k < classes; k++) {
      weights[k] = sums[k] > 0 ? total / (classes * sums[k]) : 0;
    }
    return weights;
  }

  private static double[] given(ClassWeights.Given given, LabelIndex classes) {
    double[] weights = new double[classes.size()];
    Arrays.fill(weights, 1);
    given
        .byLabel()
        .forEach(
            (label, weight) -> {
              OptionalInt k = classes.indexOf(label);
              if (k.isEmpty()) {
                throw new ConfigException(
                    "Invalid loss.class-weights: there is no class '%s' among %s"
                        .formatted(label, shown(classes.labels())));
              }
              weights[k.getAsInt()] = weight;
            });
    if (IntStream.range(0, weights.length).allMatch(k -> weights[k] == 0)) {
      throw new ConfigException(
          "Invalid loss.class-weights: every class has the weight 0 (one at least must be > 0)");
    }
    return weights;
  }

  private static String shown(List<String> labels) {
    return labels.size() <= SHOWN_LABELS
        ? labels.toString()
        : labels.subList(0, SHOWN_LABELS) + " and " + (labels.size() - SHOWN_LABELS) + " more";
  }
}
