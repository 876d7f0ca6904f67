package org.sparksoftmax.train.pass;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.KryoClasses;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.Coordinates;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.submit.Command;

/**
 * What an evaluation with a local master allocates in all threads, by the account of a JVM of its
 * own with plain loops.
 */
@Timeout(300)
class EvaluationMemoryIT {

  private static final int FEATURES = 100_000;
  private static final int CLASSES = 5;
  private static final int ROWS = 3000;

  @TempDir private Path folder;

  @Test
  void anEvaluationAllocatesItsGradientAndLittleElse() throws IOException {
    Path file = folder.resolve("rows.libsvm");
    Files.write(file, rows());
    List<String> words = new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    words.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-D" + Kernels.PROPERTY + "=scalar",
            "-cp",
            System.getProperty("java.class.path"),
            Evaluations.class.getName(),
            file.toString()));
    Command.Result result =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                words.toArray(String[]::new))
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    long gradient = 8L * (FEATURES + 1) * CLASSES;
    // Spark takes 1 MB for the result of a task, however small, and 0.5 MB for its closure.
    assertThat(Long.parseLong(result.out().strip()) - gradient).isBetween(0L, 3_000_000L);
  }

  /** Rows of 20 non-zeros, with the last feature in the last row. */
  private static List<String> rows() {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      StringBuilder line = new StringBuilder().append(i % CLASSES);
      int[] columns = random.ints(20, 1, FEATURES).distinct().sorted().toArray();
      Arrays.stream(columns).forEach(j -> line.append(' ').append(j).append(":1"));
      lines.add(line + (i == ROWS - 1 ? " " + FEATURES + ":1" : ""));
    }
    return lines;
  }

  /** Prints the bytes that an evaluation took at least. */
  static final class Evaluations {

    private static final int TIMES = 20;

    private Evaluations() {}

    /** Takes the path of a LIBSVM file. */
    public static void main(String[] arguments) throws IOException {
      TrainingConfig config =
          ConfigReader.read(
              Optional.empty(),
              List.of("data.format=libsvm", "data.path=" + arguments[0]),
              Map.of());
      SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
      KryoClasses.choose(conf);
      try (SparkSession spark =
              SparkSession.builder().config(conf).appName("memory").getOrCreate();
          TrainingData data = TrainingData.load(config.data(), spark)) {
        ParameterLayout layout =
            new ParameterLayout(FEATURES, CLASSES, true, WeightOrder.FEATURE_MAJOR);
        double[] units = new double[FEATURES];
        Arrays.setAll(units, j -> j % 2 + 1);
        ObjectiveSpec spec =
            new ObjectiveSpec(
                layout,
                new L2Regularizer(0.1, layout.weightCount()),
                FeatureScaling.of(0.5),
                Coordinates.scaled(units),
                Targets.PLAIN,
                0,
                null);
        SoftmaxObjective objective = new SoftmaxObjective(spec, new SparkSums(data.train(), 1));
        double[] parameters = new double[layout.dimension()];
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TIMES; i++) {
          long before = allocated();
          objective.evaluate(parameters);
          least = Math.min(least, allocated() - before);
        }
        System.out.println(least);
      }
    }

    private static long allocated() {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).sum();
    }
  }
}
