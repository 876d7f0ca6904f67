package org.sparksoftmax.train.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.math.optimize.StopReason;

class GridEdgesTest {

  /** The resolved value of auto. */
  private static final double AUTO = 0.02;

  private static TrainingConfig config(List<String> more) {
    List<String> sets = new ArrayList<>(List.of("data.path=a", "optimizer.type=owlqn"));
    sets.addAll(more);
    return ConfigReader.read(Optional.empty(), sets, Map.of());
  }

  /** The advice for a grid whose candidate at index {@code best} is the best. */
  private static List<String> advice(int best, String... grid) {
    List<Tuner.Score> scores = new ArrayList<>();
    for (List<String> overrides : config(List.of(grid)).tune().candidates()) {
      TrainingConfig config = config(overrides);
      double strength = config.regularization().strength().orElse(AUTO);
      Tuner.Run run = new Tuner.Run(StopReason.CONVERGED, false, 1, 2, strength, 1, 0, "", 1, 0.5);
      scores.add(new Tuner.Score(new Tuner.Candidate(overrides, config), List.of(run)));
    }
    return GridEdges.advice(
        new Tuner.Result(scores, Optional.of(scores.get(best)), 1, Optional.empty()));
  }

  @Test
  void theLargestValueAsksForLargerOnesAndTheSmallestForSmallerOnes() {
    String grid = "tune.strengths=[0.01,1e-7,0.1]";
    assertThat(advice(2, grid))
        .containsExactly(
            "regularization.strength = 0.1 is the largest value of its grid: try larger ones");
    assertThat(advice(1, grid))
        .containsExactly(
            "regularization.strength = 1E-7 is the smallest value of its grid: try smaller ones");
    assertThat(advice(0, grid)).isEmpty();
  }

  @Test
  void aSingleValueIsNoEdge() {
    assertThat(advice(1, "tune.strengths=[0.1]", "tune.seeds=[1,2]")).isEmpty();
  }

  @Test
  void nothingIsBelowZeroAndNoShareAboveOne() {
    assertThat(advice(0, "tune.strengths=[0,0.1]")).isEmpty();
    String shares = "tune.elastic-nets=[0,0.5,1]";
    assertThat(advice(0, shares)).isEmpty();
    assertThat(advice(1, shares)).isEmpty();
    assertThat(advice(2, shares)).isEmpty();
    assertThat(advice(0, "tune.elastic-nets=[0.2,0.5]"))
        .containsExactly(
            "regularization.elastic-net = 0.2 is the smallest value of its grid: try smaller ones");
  }

  @Test
  void autoCountsAsTheNumberThatItCameTo() {
    assertThat(advice(0, "tune.strengths=[auto,0.1,0.01]")).isEmpty();
    assertThat(advice(0, "tune.strengths=[auto,0.01]"))
        .containsExactly(
            "regularization.strength = auto (0.02000) is the largest value of its grid: try larger ones");
    assertThat(advice(1, "tune.strengths=[auto,0.1]"))
        .containsExactly(
            "regularization.strength = 0.1 is the largest value of its grid: try larger ones");
  }

  @Test
  void everyKeyIsLookedAtByItself() {
    assertThat(
            advice(
                0,
                "tune.strengths=[0.1,0.2]",
                "tune.step-sizes=[1,0.5]",
                "tune.seeds=[1,2]",
                "optimizer.type=adam"))
        .containsExactly(
            "regularization.strength = 0.1 is the smallest value of its grid: try smaller ones",
            "optimizer.step-size.initial = 1 is the largest value of its grid: try larger ones");
  }

  @Test
  void withoutABestThereIsNoAdvice() {
    assertThat(GridEdges.advice(new Tuner.Result(List.of(), Optional.empty(), 1, Optional.empty())))
        .isEmpty();
  }
}
