package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * The grid search of the {@code tune} command ({@code tune}). The grid has every combination of the
 * listed values; an empty list leaves its key unchanged.
 *
 * @param strengths values of {@code regularization.strength}
 * @param elasticNets values of {@code regularization.elastic-net}
 * @param stepSizes values of {@code optimizer.step-size.initial}
 * @param seeds values of {@code optimizer.seed}
 * @param folds number of cross-validation folds, at least 2; 0 to select by the validation data
 * @param foldSeed seed for assigning rows to folds
 * @param metric metric by which the best configuration is selected
 */
public record TuneConfig(
    List<String> strengths,
    List<String> elasticNets,
    List<String> stepSizes,
    List<String> seeds,
    int folds,
    long foldSeed,
    EarlyStoppingConfig.Metric metric) {

  /** All runs train together, with their parameters in memory. */
  private static final int MAX_RUNS = 1_000_000;

  public TuneConfig {
    strengths = distinct("tune.strengths", strengths);
    elasticNets = distinct("tune.elastic-nets", elasticNets);
    stepSizes = distinct("tune.step-sizes", stepSizes);
    seeds = distinct("tune.seeds", seeds);
    if (folds < 0 || folds == 1) {
      throw invalid("tune.folds", folds, "must be 0 or >= 2");
    }
    requireFewRuns(folds, List.of(strengths, elasticNets, stepSizes, seeds));
  }

  /** Checks the size of the grid before the list of its configurations is made. */
  private static void requireFewRuns(int folds, List<List<String>> values) {
    double runs = Math.max(1, folds);
    for (List<String> ofKey : values) {
      runs *= Math.max(1, ofKey.size());
    }
    if (runs > MAX_RUNS) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Too large a grid: the values of tune give %,.0f runs (configurations x tune.folds = %d), which must be <= %,d; list fewer values, or use fewer folds",
              runs,
              folds,
              MAX_RUNS));
    }
  }

  private static List<String> distinct(String key, List<String> values) {
    if (new HashSet<>(values).size() < values.size()) {
      throw invalid(key, values, "must not contain duplicates");
    }
    return List.copyOf(values);
  }

  /**
   * Checks that the grid has at least two configurations and that there is data to compare them on.
   *
   * @throws ConfigException if the check fails
   */
  public void check(DataConfig data, OptimizerConfig optimizer) {
    if (candidates().size() < 2) {
      throw new ConfigException(
          "Missing tune.strengths: there is nothing to choose from; set at least two values of tune.strengths, tune.elastic-nets, tune.step-sizes or tune.seeds");
    }
    boolean validation = data.validation().isPresent();
    if (folds == 0 && !validation) {
      throw new ConfigException(
          "Missing tune.folds: there is no data to compare configurations on; set tune.folds (such as 5), data.validation.path or data.validation.fraction");
    }
    if (folds > 0 && validation) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid tune.folds = %d: must be 0 where there is validation data; remove tune.folds, or data.validation (data.validation.fraction = 0)",
              folds));
    }
    if (optimizer.warmStart().isPresent()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid optimizer.warm-start = %s: tune does not support warm starts; remove it",
              optimizer.warmStart().get()));
    }
  }

  /** The configurations of the grid, each as a list of {@code key=value} overrides. */
  public List<List<String>> candidates() {
    List<List<String>> candidates = List.of(List.of());
    candidates = times(candidates, "regularization.strength", strengths);
    candidates = times(candidates, "regularization.elastic-net", elasticNets);
    candidates = times(candidates, "optimizer.step-size.initial", stepSizes);
    return times(candidates, "optimizer.seed", seeds);
  }

  private static List<List<String>> times(
      List<List<String>> candidates, String key, List<String> values) {
    if (values.isEmpty()) {
      return candidates;
    }
    List<List<String>> all = new ArrayList<>();
    for (List<String> candidate : candidates) {
      for (String value : values) {
        List<String> longer = new ArrayList<>(candidate);
        longer.add(key + "=" + value);
        all.add(longer);
      }
    }
    return all;
  }
}
