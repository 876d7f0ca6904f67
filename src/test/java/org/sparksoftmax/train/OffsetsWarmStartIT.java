package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.run.SoftmaxJob;

/**
 * A warm start begins at the final objective of the run that trained its model, for any centres.
 */
class OffsetsWarmStartIT {

  private static final int ROWS = 240;
  private static final FeatureUnits OTHER =
      FeatureUnits.of(new double[] {1.7e9 + 33.3, -0.25, 4.5}, new double[] {20, 2, 0.5});

  private static SparkSession spark;

  @TempDir private static Path folder;

  private record Case(String name, List<String> sets) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String intercept : List.of("true", "false")) {
      for (String standardization : List.of("true", "false")) {
        for (String hidden : List.of("[]", "[4]")) {
          List<String> sets =
              List.of(
                  "model.intercept=" + intercept,
                  "standardization=" + standardization,
                  "model.type=network",
                  "model.hidden-layers=" + hidden);
          cases.add(new Case(String.join(", ", sets), sets));
        }
      }
    }
    return cases.stream();
  }

  @BeforeAll
  static void start() throws IOException {
    spark = OptimaSession.start();
    write("far", 1.7e9, 0, 1, 2, 3);
    write("far-reordered", 1.7e9, 2, 0, 3, 1);
    write("near", 0, 0, 1, 2, 3);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /**
   * Writes three features, the first with values from {@code base}, and the label, in a given
   * order.
   */
  private static void write(String name, double base, int... order) throws IOException {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>();
    lines.add(ordered(order, "seconds", "y", "z", "label"));
    for (int i = 0; i < ROWS; i++) {
      double t = random.nextInt(600) / 8.0;
      double y = random.nextGaussian();
      double z = random.nextDouble();
      String label = t + 9 * y > 50 ? "late" : z > 0.5 ? "early" : "other";
      lines.add(ordered(order, text(base + t), text(y), text(z), label));
    }
    Files.write(folder.resolve(name + ".csv"), lines);
  }

  private static String ordered(int[] order, String... cells) {
    return String.join(",", Arrays.stream(order).mapToObj(i -> cells[i]).toList());
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static SoftmaxJob job(Case run, String data) {
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "csv")
            .set("data.storage", "f64")
            .set("data.label-column", "label")
            .set("regularization.strength", 0.01)
            .set("optimizer.max-iterations", 25)
            .set("data.path", folder.resolve(data + ".csv"));
    for (String set : run.sets) {
      String[] parts = set.split("=", 2);
      job = job.set(parts[0], parts[1]);
    }
    return job;
  }

  private static double objective(Outcome outcome) {
    return outcome.training().optimization().state().value().objective();
  }

  private static String saved(SoftmaxModel model) throws IOException {
    String path = Files.createTempDirectory(folder, "model").resolve("model").toString();
    SoftmaxJob.on(spark).save(model, path);
    return path;
  }

  private static void assertBegins(Case run, String data, SoftmaxModel model, double objective)
      throws IOException {
    List<Double> objectives = new ArrayList<>();
    job(run, data)
        .set("optimizer.warm-start", saved(model))
        .set("optimizer.max-iterations", 1)
        .listener(
            (state, seconds, validation, selection) -> objectives.add(state.value().objective()))
        .train();
    assertThat(objectives.get(0))
        .as("%s, %s, centred: %s", run, data, model.units().isCentred())
        .isCloseTo(objective, within(1e-9 * objective));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aModelStartsARunOnDataOfOtherCentres(Case run) throws IOException {
    Outcome outcome = job(run, "far").train();
    SoftmaxModel model = outcome.model();
    assertThat(model.units().isCentred()).isTrue();
    assertThat(objective(outcome)).isLessThan(Math.log(3));
    assertBegins(run, "far", model, objective(outcome));
    assertBegins(run, "far-reordered", model, objective(outcome));
    assertBegins(run, "far", model.withUnits(OTHER), objective(outcome));
    assertBegins(run, "far-reordered", model.withUnits(OTHER), objective(outcome));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aModelOfAnEarlierFormatStartsARunOnCentredData(Case run) throws IOException {
    Outcome outcome = job(run, "far").train();
    SoftmaxModel raw = outcome.model().withUnits(FeatureUnits.RAW);
    String path = saved(raw);
    assertThat(Files.readString(Path.of(path, "model", "metadata.json")))
        .containsPattern("\"formatVersion\" : [34],");
    assertBegins(run, "far", raw, objective(outcome));
    assertBegins(run, "far-reordered", raw, objective(outcome));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCentredModelStartsARunOnDataThatIsNot(Case run) throws IOException {
    Outcome outcome = job(run, "near").train();
    assertThat(outcome.model().units().isCentred()).isFalse();
    assertBegins(run, "near", outcome.model(), objective(outcome));
    FeatureUnits far = FeatureUnits.of(new double[] {1000.5, 30, -7}, null);
    assertBegins(run, "near", outcome.model().withUnits(far), objective(outcome));
  }
}
