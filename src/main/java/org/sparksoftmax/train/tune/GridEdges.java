package org.sparksoftmax.train.tune;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.sparksoftmax.config.TrainingConfig;

/**
 * Advises extending the grid if the best value of a key is its smallest or largest, because a
 * better value may lie beyond. Seeds are excluded, because their order has no meaning.
 */
public final class GridEdges {

  private GridEdges() {}

  /**
   * A key of the grid whose values are quantities.
   *
   * @param configured gets the value from a configuration; empty for {@code auto}
   * @param automatic gets the resolved value of {@code auto}; NaN if the key does not support it
   * @param least the lower bound of valid values
   * @param most the upper bound of valid values
   */
  private record Key(
      String name,
      Function<TrainingConfig, OptionalDouble> configured,
      ToDoubleFunction<Tuner.Score> automatic,
      double least,
      double most) {

    double value(Tuner.Score score) {
      return configured(score).orElseGet(() -> automatic.applyAsDouble(score));
    }

    String shown(Tuner.Score score) {
      OptionalDouble number = configured(score);
      return number.isPresent()
          ? BigDecimal.valueOf(number.getAsDouble()).stripTrailingZeros().toString()
          : String.format(Locale.ROOT, "auto (%.4g)", value(score));
    }

    private OptionalDouble configured(Tuner.Score score) {
      return configured.apply(score.candidate().config());
    }
  }

  private static final List<Key> KEYS =
      List.of(
          new Key(
              "regularization.strength",
              config -> config.regularization().strength(),
              GridEdges::meanStrength,
              0,
              Double.POSITIVE_INFINITY),
          new Key(
              "regularization.elastic-net",
              config -> OptionalDouble.of(config.regularization().elasticNet()),
              score -> Double.NaN,
              0,
              1),
          new Key(
              "optimizer.step-size.initial",
              config -> config.optimizer().stepSize().initial(),
              score -> Double.NaN,
              0,
              Double.POSITIVE_INFINITY));

  /**
   * One line for each key whose best value is at the edge of the grid; empty if no configuration is
   * best.
   */
  public static List<String> advice(Tuner.Result result) {
    List<String> lines = new ArrayList<>();
    result
        .best()
        .ifPresent(
            best -> KEYS.forEach(key -> advice(key, best, result.scores()).ifPresent(lines::add)));
    return List.copyOf(lines);
  }

  private static Optional<String> advice(Key key, Tuner.Score best, List<Tuner.Score> scores) {
    double[] values = scores.stream().mapToDouble(key::value).distinct().sorted().toArray();
    double value = key.value(best);
    if (values.length < 2) {
      return Optional.empty();
    }
    if (value == values[0] && value > key.least()) {
      return Optional.of(line(key, best, "smallest", "smaller"));
    }
    if (value == values[values.length - 1] && value < key.most()) {
      return Optional.of(line(key, best, "largest", "larger"));
    }
    return Optional.empty();
  }

  private static String line(Key key, Tuner.Score best, String edge, String direction) {
    return String.format(
        Locale.ROOT,
        "%s = %s is the %s value of its grid: try %s ones",
        key.name(),
        key.shown(best),
        edge,
        direction);
  }

  /** The mean of the resolved strength over the folds. */
  private static double meanStrength(Tuner.Score score) {
    return score.runs().stream()
        .mapToDouble(Tuner.Run::regularizationStrength)
        .average()
        .orElse(Double.NaN);
  }
}
