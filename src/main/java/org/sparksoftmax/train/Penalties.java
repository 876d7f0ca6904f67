package org.sparksoftmax.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.RegularizationConfig;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.WeightSums;
import org.sparksoftmax.math.regularize.Penalty;

/**
 * Resolves the configured penalty for given rows. {@code regularization.strength = auto} is
 *
 * <pre>λ = 1 / Σᵢ w′ᵢ</pre>
 *
 * where the example weights w′ include class weights. Multiplied by Σ w′, the objective is then Σᵢ
 * w′ᵢ ℓᵢ + ½‖W‖², as in scikit-learn with its default C = 1. This is a prior of variance 1 on W,
 * whose influence decreases as rows are added. Its optimum is finite for every data set; without a
 * penalty, separable classes have no finite optimum (Albert and Anderson 1984).
 */
public final class Penalties {

  private final DataSet train;
  private final double[] weightSums;

  private Penalties(DataSet train, double[] weightSums) {
    this.train = train;
    this.weightSums = weightSums;
  }

  /**
   * Whether {@link #of} needs a pass over the data. Unscaled weights were summed during reading.
   */
  static boolean needsPass(boolean auto, Targets targets) {
    return auto && targets.changeWeights();
  }

  /** Resolves the penalty for all rows of {@code train}, in at most one Spark job. */
  public static Penalty of(RegularizationConfig config, DataSet train, Targets targets) {
    return of(config.isAuto(), train, List.of(targets)).penalty(config, 0);
  }

  /**
   * Resolves the penalties for several targets of the same rows, in at most one Spark job.
   *
   * @param auto whether any configuration has the strength {@code auto}
   */
  public static Penalties of(boolean auto, DataSet train, List<Targets> targets) {
    if (targets.stream().anyMatch(each -> needsPass(auto, each))) {
      return new Penalties(train, weightSums(train, targets));
    }
    double[] sums = new double[targets.size()];
    Arrays.fill(sums, train.inventory().exampleWeightSum());
    return new Penalties(train, sums);
  }

  /** The total weight of the rows for each of several targets, in one Spark job. */
  public static double[] weightSums(DataSet train, List<Targets> targets) {
    return JobDescription.during(
            train.context(),
            "total example weight",
            () ->
                train.fold(
                    blocks -> {
                      WeightSums part = new WeightSums(targets.size());
                      blocks.forEachRemaining(block -> part.add(block, targets));
                      return part;
                    },
                    WeightSums::merge))
        .values();
  }

  /**
   * The penalty of a configuration.
   *
   * @param part the index of its targets
   * @throws ConfigException if the strength is {@code auto} and the total weight is not positive
   */
  public Penalty penalty(RegularizationConfig config, int part) {
    if (config.strength().isPresent()) {
      return new Penalty(config.strength().getAsDouble(), config.elasticNet());
    }
    double strength = 1 / weightSums[part];
    if (!Double.isFinite(strength)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid regularization.strength = auto: the total weight of the %,d training rows is %s (must be > 0, and its inverse finite); change data.weight-column or loss.class-weights",
              train.rows(),
              weightSums[part]));
    }
    return new Penalty(strength, config.elasticNet());
  }
}
