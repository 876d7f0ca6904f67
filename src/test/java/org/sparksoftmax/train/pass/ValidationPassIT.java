package org.sparksoftmax.train.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;

class ValidationPassIT {

  private static final int FEATURES = 6;
  private static final int CLASSES = 3;

  private static SparkSession spark;
  private static TrainingData data;

  private final ParameterLayout layout;
  private final ObjectiveSpec spec;
  private final ValidationPass validation;
  private final SoftmaxObjective objective;

  ValidationPassIT() {
    layout = new ParameterLayout(FEATURES, CLASSES, true, data.order());
    // A multiplier other than 1, so that θ of the stored features is an array of the objective.
    spec =
        ObjectiveSpec.plain(
            layout, new L2Regularizer(0.1, layout.weightCount()), FeatureScaling.of(0.5));
    validation =
        new ValidationPass(
            data.train(), data.validation().orElseThrow(), spec.storedLayout(), data.classes());
    objective =
        new SoftmaxObjective(
            spec, new SparkSums(data.train(), 1, JobNames.NONE, Optional.of(validation)));
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
    Random random = new Random(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      StringBuilder line = new StringBuilder().append(random.nextInt(CLASSES));
      for (int j = 0; j < FEATURES; j++) {
        line.append(',').append(random.nextGaussian());
      }
      lines.add(line.toString());
    }
    Path rows = Files.write(folder.resolve("rows.csv"), lines);
    DataConfig config =
        ConfigReader.read(
                Optional.empty(),
                List.of(
                    "data.format=csv",
                    "data.path=" + rows,
                    "data.label-column=0",
                    "data.partitions=3",
                    "data.validation.fraction=0.2"),
                Map.of())
            .data();
    data = TrainingData.load(config, spark);
  }

  @AfterAll
  static void stop() {
    data.close();
    spark.stop();
  }

  @BeforeEach
  void isValidated() {
    assertThat(data.validation().orElseThrow().rows()).isBetween(800L, 1200L);
  }

  @Test
  void oneJobForGradientAndMeasuresWithTheSameBitsAsTwo() throws Exception {
    double[] point = point(1);
    SoftmaxObjective alone = new SoftmaxObjective(spec, new SparkSums(data.train(), 1));
    LossAndGradient expected = alone.evaluate(point);
    ClassificationReport measures = measuresOf(point);
    validation.expect(true);
    ConcurrentLinkedQueue<Integer> jobs = jobsOf(() -> check(objective, point, expected, measures));
    assertThat(jobs).hasSize(1);
  }

  private void check(
      Objective of, double[] point, LossAndGradient expected, ClassificationReport measures) {
    LossAndGradient value = of.evaluate(point);
    assertThat(value.objective()).isEqualTo(expected.objective());
    assertThat(value.gradient()).containsExactly(expected.gradient());
    assertThat(validation.at(objective.storedParameters(point))).isEqualTo(measures);
  }

  @Test
  void anEarlierPointOfALineSearchIsEvaluatedAgain() {
    double[] accepted = point(1);
    validation.expect(true);
    objective.evaluate(accepted);
    objective.evaluate(point(2));
    assertThat(validation.at(objective.storedParameters(accepted)))
        .isEqualTo(measuresOf(accepted))
        .isNotEqualTo(measuresOf(point(2)));
  }

  @Test
  void measuresThatAreNotDueAreNotComputed() throws Exception {
    double[] point = point(1);
    validation.expect(true);
    objective.evaluate(point);
    validation.expect(false);
    objective.evaluate(point);
    assertThat(jobsOf(() -> validation.at(objective.storedParameters(point)))).hasSize(1);
  }

  @Test
  void anObjectiveInFloat64HasTheSameMeasuresWithoutAnotherJob() throws Exception {
    Objective precise = objective.inFloat64().orElseThrow();
    double[] point = point(1);
    ClassificationReport measures = measuresOf(point);
    validation.expect(true);
    precise.evaluate(point);
    assertThat(
            jobsOf(
                () ->
                    assertThat(validation.at(objective.storedParameters(point)))
                        .isEqualTo(measures)))
        .isEmpty();
  }

  private ClassificationReport measuresOf(double[] point) {
    return SparkEvaluator.evaluate(
        spec.storedLayout(),
        spec.storedParameters(point),
        data.classes(),
        data.validation().orElseThrow());
  }

  private double[] point(long seed) {
    Random random = new Random(seed);
    double[] point = new double[layout.dimension()];
    Arrays.setAll(point, i -> random.nextGaussian());
    return point;
  }

  /** The numbers of the Spark jobs of {@code action}. */
  private static ConcurrentLinkedQueue<Integer> jobsOf(Runnable action) throws Exception {
    ConcurrentLinkedQueue<Integer> jobs = new ConcurrentLinkedQueue<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.add(start.jobId());
          }
        };
    spark.sparkContext().addSparkListener(listener);
    action.run();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    return jobs;
  }
}
