package org.sparksoftmax.train;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.NetworkConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.ModelSize;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.Coordinates;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.Rounding;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;
import org.sparksoftmax.math.regularize.Penalty;
import org.sparksoftmax.math.regularize.Regularizer;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.Names;
import org.sparksoftmax.train.pass.JobNames;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.pass.SparkSums;
import org.sparksoftmax.train.pass.Standardizer;
import org.sparksoftmax.train.pass.ValidationPass;

/**
 * The objective defined by data and configuration.
 *
 * @param layout the layout of θ̂ and φ
 * @param network the initialisation and dropout of a network
 * @param targets the targets of the rows
 * @param scaling the scaling from raw features to those of θ̂, to which the penalty refers
 * @param penalty λ and α, with {@code auto} resolved
 * @param preconditioner the preconditioner of L-BFGS or OWL-QN, not AUTO
 * @param coordinates the coordinates φ of the optimiser
 * @param preparationPasses the number of passes over the data that this definition required
 */
public record TrainingProblem(
    TrainingData data,
    ParameterLayout layout,
    NetworkConfig network,
    Targets targets,
    FeatureScaling scaling,
    Penalty penalty,
    PreconditionerChoice preconditioner,
    Coordinates coordinates,
    int preparationPasses) {

  /** The maximum number of labels in a message. */
  private static final int SHOWN_LABELS = 20;

  /** The maximum number of features in a message. */
  private static final int MOST_NOISY = 3;

  /** Defines the problem, with only the passes that the configuration requires. */
  public static TrainingProblem of(TrainingConfig config, TrainingData data) {
    boolean balanced = config.loss().classWeights() instanceof ClassWeights.Balanced;
    Targets targets = targets(config, data);
    boolean summed = Penalties.needsPass(config.regularization().isAuto(), targets);
    return of(
        config,
        data,
        targets,
        Penalties.of(config.regularization(), data.train(), targets),
        (balanced ? 1 : 0) + (summed ? 1 : 0));
  }

  /** Determines the targets of the rows, in one Spark job if class weights are balanced. */
  public static Targets targets(TrainingConfig config, TrainingData data) {
    return new Targets(
        config.loss().labelSmoothing(),
        classWeights(config.loss().classWeights(), data).orElse(null));
  }

  /** Defines the problem for given targets and a given penalty. */
  public static TrainingProblem of(
      TrainingConfig config, TrainingData data, Targets targets, Penalty penalty, int passesSoFar) {
    ParameterLayout layout = layout(config, data);
    double multiplier = config.data().featureMultiplier();
    FeatureScaling scaling;
    int passes;
    if (config.standardization()) {
      scaling = Standardizer.of(data.train(), targets, config.intercept());
      passes = 2;
    } else if (config.intercept() && Optimizers.movesAlongAxes(config.optimizer(), layout)) {
      // Features far from 0 would couple all axes through the intercept.
      scaling = Standardizer.centred(data.train(), targets, multiplier);
      passes = 1;
    } else {
      scaling = FeatureScaling.of(multiplier);
      passes = 0;
    }
    if (!config.intercept() && data.units().isCentred()) {
      scaling = scaling.withoutIntercepts(data.units().centres());
    }
    return of(config, data, layout, targets, scaling, penalty, passesSoFar + passes);
  }

  private static TrainingProblem of(
      TrainingConfig config,
      TrainingData data,
      ParameterLayout layout,
      Targets targets,
      FeatureScaling scaling,
      Penalty penalty,
      int passes) {
    PreconditionerChoice preconditioner =
        Optimizers.preconditioner(config.optimizer(), data, layout, scaling);
    return new TrainingProblem(
        data,
        layout,
        config.network(),
        targets,
        scaling,
        penalty,
        preconditioner,
        Conditioning.of(data, layout, scaling, penalty, preconditioner),
        passes);
  }

  /** Returns this problem with the penalty and update rule of another run. */
  public TrainingProblem forRun(TrainingConfig other, Penalty itsPenalty) {
    return of(other, data, layout, targets, scaling, itsPenalty, 0);
  }

  /**
   * The layout of θ.
   *
   * @throws org.sparksoftmax.config.ConfigException if the network is too large
   */
  public static ParameterLayout layout(TrainingConfig config, TrainingData data) {
    if (!config.network().isLinear()) {
      ModelSize.require(data.classes().size(), data.schema().features(), config.network().hidden());
    }
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

  /**
   * The objective over the training data.
   *
   * @param names the names of its jobs
   * @param validation the evaluation that its jobs include where it is due
   */
  SoftmaxObjective objective(JobNames names, Optional<ValidationPass> validation) {
    return new SoftmaxObjective(
        objectiveSpec(),
        new SparkSums(data.train(), targets.largestClassWeight(), names, validation));
  }

  /** The evaluation of a run's states on the validation data, if there is any. */
  Optional<ValidationPass> validationPass() {
    return data.validation()
        .map(
            set ->
                new ValidationPass(
                    data.train(), set, scaling.storedLayout(layout), data.classes()));
  }

  /** The objective without its examples. */
  public ObjectiveSpec objectiveSpec() {
    return new ObjectiveSpec(
        layout, regularizer(), scaling, coordinates, targets, network.dropout(), rounding());
  }

  private Rounding rounding() {
    return new Rounding(data.train().rows(), data.profile().rootMeanSquares());
  }

  /** The names of the features that contribute most to the noise of the objective at φ. */
  List<String> noisiest(double[] coordinatesOfModel) {
    double[] contributions =
        rounding().contributions(scaling.storedLayout(layout), rawParameters(coordinatesOfModel));
    List<String> names = data.schema().featureNames();
    return IntStream.range(0, contributions.length)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -contributions[j]))
        .limit(MOST_NOISY)
        .map(names::get)
        .toList();
  }

  /** The initial φ. The weights of a network are drawn for features of comparable magnitude. */
  public double[] start(long seed) {
    Initializer initializer =
        switch (network.initialization()) {
          case AUTO -> Initializer.of(layout.hidden().activation());
          case HE -> Initializer.HE;
          case GLOROT -> Initializer.GLOROT;
        };
    return initializer.parameters(layout, seed);
  }

  /** The coordinates φ of {@code model}. */
  double[] coordinatesOf(SoftmaxModel model) {
    SoftmaxModel stored = model.withUnits(data.units());
    return coordinates.coordinates(
        layout, scaling.scaledParameters(layout, stored.parameters(layout.order())));
  }

  /** θ for the features as stored. */
  private double[] rawParameters(double[] coordinatesOfModel) {
    return objectiveSpec().storedParameters(coordinatesOfModel);
  }

  /** The model with coordinates φ. */
  SoftmaxModel model(double[] coordinatesOfModel) {
    return SoftmaxModel.ofStored(
            data.classes(),
            data.schema(),
            scaling.storedLayout(layout),
            rawParameters(coordinatesOfModel),
            data.units(),
            layout.intercept())
        .withLabelType(data.labelType());
  }

  /** The basic metrics of φ on the validation data, if there is any. */
  public Optional<ClassificationReport> validation(double[] coordinatesOfModel) {
    return data.validation()
        .map(
            set ->
                SparkEvaluator.evaluate(
                    scaling.storedLayout(layout),
                    rawParameters(coordinatesOfModel),
                    data.classes(),
                    set));
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
                    String.format(
                        Locale.ROOT,
                        "Invalid loss.class-weights: there is no class '%s' among %s",
                        label,
                        shown(classes.labels())));
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
        ? Names.inBrackets(labels)
        : Names.inBrackets(labels.subList(0, SHOWN_LABELS))
            + " and "
            + (labels.size() - SHOWN_LABELS)
            + " more";
  }
}
