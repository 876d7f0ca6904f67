package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.cli.RemainingTime.Range;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.parse.ConfigReader;

class RemainingTimeTest {

  private record Iteration(double tolerance, int number, double norm, double seconds) {}

  /** The iterations of a run that converged. */
  private static List<Iteration> recorded(String run) throws IOException {
    List<Iteration> iterations = new ArrayList<>();
    try (InputStream in = RemainingTimeTest.class.getResourceAsStream("gradient-norms.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        String[] cells = line.split(",", -1);
        if (cells[0].equals(run)) {
          iterations.add(
              new Iteration(
                  Double.parseDouble(cells[1]),
                  Integer.parseInt(cells[2]),
                  Double.parseDouble(cells[3]),
                  Double.parseDouble(cells[4])));
        }
      }
    }
    return iterations;
  }

  private static OptimizerConfig config(String... overrides) {
    List<String> all = new ArrayList<>(List.of("data.path=a"));
    all.addAll(List.of(overrides));
    return ConfigReader.read(Optional.empty(), all, Map.of()).optimizer();
  }

  private static OptimizerConfig configOf(List<Iteration> run) {
    return config("optimizer.tolerance=" + run.get(0).tolerance());
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "iris", "offsets"})
  void rangesOfRecordedRunsAreNeverFarFromTheTruth(String name) throws IOException {
    List<Iteration> run = recorded(name);
    double end = run.get(run.size() - 1).seconds();
    RemainingTime remaining = new RemainingTime(configOf(run));
    int shown = 0;
    for (Iteration iteration : run) {
      remaining.add(iteration.number(), iteration.norm(), iteration.seconds());
      Optional<Range> range = remaining.range();
      if (range.isPresent()) {
        shown++;
        double left = end - iteration.seconds();
        assertThat(range.get().least())
            .as("at iteration %d, %.2f s before the end", iteration.number(), left)
            .isLessThanOrEqualTo(1.5 * left + 0.5);
        assertThat(range.get().most()).isBetween(left - 1, 3.5 * left + 1);
      }
    }
    assertThat(shown).as("of %d iterations", run.size()).isGreaterThanOrEqualTo(run.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "iris", "offsets"})
  void theShareNeverFallsAndNearsTheEnd(String name) throws IOException {
    List<Iteration> run = recorded(name);
    RemainingTime remaining = new RemainingTime(configOf(run));
    double before = 0;
    for (Iteration iteration : run) {
      remaining.add(iteration.number(), iteration.norm(), iteration.seconds());
      assertThat(remaining.share()).isBetween(before, 1.0);
      before = remaining.share();
    }
    assertThat(before).isGreaterThan(0.95);
  }

  @Test
  void theFirstIterationsSayNothing() throws IOException {
    List<Iteration> run = recorded("digits");
    RemainingTime remaining = new RemainingTime(configOf(run));
    for (Iteration iteration : run.subList(0, 4)) {
      remaining.add(iteration.number(), iteration.norm(), iteration.seconds());
      assertThat(remaining.range()).isEmpty();
    }
  }

  @Test
  void normsThatDoNotFallSayNothing() {
    RemainingTime remaining = new RemainingTime(config("optimizer.max-iterations=1000"));
    for (int i = 0; i < 30; i++) {
      remaining.add(i, i % 2 == 0 ? 0.5 : 0.6, i);
      assertThat(remaining.range()).isEmpty();
    }
    assertThat(remaining.share()).isLessThan(0.1);
  }

  @Test
  void aRunThatMeetsTheToleranceButGoesOnSaysNothing() {
    RemainingTime remaining = new RemainingTime(config("optimizer.tolerance=0.1"));
    for (int i = 0; i < 8; i++) {
      remaining.add(i, Math.pow(0.5, i), i);
    }
    assertThat(remaining.range()).isEmpty();
  }

  @Test
  void miniBatchesAndTheLimitsGiveTheTimeUntilThem() {
    RemainingTime remaining =
        new RemainingTime(
            config(
                "optimizer.type=adam",
                "optimizer.mini-batch-fraction=0.1",
                "optimizer.max-iterations=100"));
    for (int i = 0; i <= 60; i++) {
      remaining.add(i, 1, i * 0.5);
    }
    assertThat(remaining.range()).contains(new Range(20, 20));
    assertThat(remaining.share()).isEqualTo(0.6);

    RemainingTime limited =
        new RemainingTime(config("optimizer.max-iterations=1000", "optimizer.max-seconds=12"));
    for (int i = 0; i <= 10; i++) {
      limited.add(i, Math.pow(0.9, i), i);
    }
    assertThat(limited.range().orElseThrow().most()).isEqualTo(2);
    assertThat(limited.share()).isEqualTo(10 / 12.0);
  }

  @Test
  void aResumedRunHasTheOriginOfTheFirst() {
    RemainingTime whole = new RemainingTime(config("optimizer.tolerance=1e-6"));
    RemainingTime resumed = new RemainingTime(config("optimizer.tolerance=1e-6"));
    resumed.begins(1);
    for (int i = 0; i <= 20; i++) {
      whole.add(i, Math.pow(0.7, i), i);
      if (i >= 10) {
        resumed.add(i, Math.pow(0.7, i), i);
      }
    }
    assertThat(resumed.share()).isEqualTo(whole.share());
    assertThat(resumed.range()).isEqualTo(whole.range());
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.4, < 1 s left",
    "2.2, 5.5, 2-6 s left",
    "0.6, 1.7, 0-2 s left",
    "12, 12, ~12 s left",
    "4.3, 4.6, ~5 s left",
    "100, 130, ~3 min left",
    "200, 500, 3-9 min left",
  })
  void rangesAreShort(double least, double most, String text) {
    assertThat(new Range(least, most).text()).isEqualTo(text);
  }
}
