package org.sparksoftmax.bench;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.train.pass.SparkSums;

/**
 * How the time of one gradient grows with each dimension of the data, the others fixed; the
 * exponent is the slope of a line through the logarithms, less the time of almost no data.
 */
final class GrowthBenchmark {

  private static final int THREADS = 2;

  private GrowthBenchmark() {}

  /** One size of one dimension. */
  private interface Made {
    MadeData of(int size);
  }

  static Table run() throws Exception {
    Table table = new Table("growth", "dimension", "sizes", "median ms", "exponent");
    add(
        table,
        "rows (784 features, 10 classes, u8)",
        new int[] {3750, 7500, 15000, 30000, 60000},
        n -> MadeData.dense(n, 784, 10, "u8"));
    add(
        table,
        "classes (10000 rows, 784 features, f32)",
        new int[] {2, 5, 10, 30, 100, 300, 1000},
        k -> MadeData.dense(10000, 784, k, "f32"));
    add(
        table,
        "features, dense (10000 rows, 10 classes, f32)",
        new int[] {10, 30, 100, 300, 1000, 3000},
        d -> MadeData.dense(10000, d, 10, "f32"));
    add(
        table,
        "features, sparse (10000 rows of 50, 20 classes)",
        new int[] {1000, 10_000, 100_000, 1_000_000},
        d -> MadeData.sparse(10000, d, 20, 50));
    try (SparkSession spark = Sets.session()) {
      int[] partitions = {1, 2, 4, 8, 16, 32, 64};
      double[] milliseconds = new double[partitions.length];
      for (int p = 0; p < partitions.length; p++) {
        milliseconds[p] = evaluations(spark, partitions[p], 100)[0];
      }
      add(table, "partitions (Fashion-MNIST inside Spark)", partitions, milliseconds);
      int[] percent = {2, 5, 10, 20, 50, 100};
      add(
          table,
          "percent in a mini-batch (Fashion-MNIST inside Spark)",
          percent,
          evaluations(spark, 2, percent));
    }
    return table;
  }

  /** Milliseconds of an evaluation on mini-batches of each share of the rows. */
  private static double[] evaluations(SparkSession spark, int partitions, int... percent)
      throws Exception {
    TrainingConfig config = Sets.config("fashion-mnist", "data.partitions=" + partitions);
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      ParameterLayout layout = Sets.layout(config, data);
      SoftmaxObjective objective =
          SparkSums.objective(
              data.train(),
              layout,
              new L2Regularizer(
                  config.regularization().strength().orElseThrow(), layout.weightCount()),
              config.data().featureMultiplier());
      double[] theta = new double[layout.dimension()];
      double[] milliseconds = new double[percent.length];
      for (int p = 0; p < percent.length; p++) {
        double fraction = percent[p] / 100.0;
        AtomicLong number = new AtomicLong();
        milliseconds[p] =
            Timing.of(
                    20,
                    15,
                    () ->
                        objective.evaluate(
                            theta, new MiniBatch(fraction, 1, number.getAndIncrement())))
                .median();
      }
      return milliseconds;
    }
  }

  private static void add(Table table, String dimension, int[] sizes, Made made) throws Exception {
    double[] milliseconds = new double[sizes.length];
    for (int s = 0; s < sizes.length; s++) {
      MadeData data = made.of(sizes[s]);
      milliseconds[s] = Timing.of(10, 9, () -> data.gradient(THREADS)).median();
    }
    add(table, dimension, sizes, milliseconds);
  }

  private static void add(Table table, String dimension, int[] sizes, double[] milliseconds) {
    table.add(
        dimension,
        Arrays.stream(sizes).mapToObj(Integer::toString).collect(joining(" / ")),
        Arrays.stream(milliseconds).mapToObj("%.2f"::formatted).collect(joining(" / ")),
        exponent(sizes, milliseconds));
  }

  /**
   * Least squares of log t = c + e log size over the upper half of the sizes, where fixed cost is
   * small.
   */
  private static double exponent(int[] sizes, double[] milliseconds) {
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    int n = 0;
    for (int s = sizes.length / 2; s < sizes.length; s++) {
      double x = Math.log(sizes[s]);
      double y = Math.log(milliseconds[s]);
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
      n++;
    }
    return (n * sxy - sx * sy) / (n * sxx - sx * sx);
  }
}
