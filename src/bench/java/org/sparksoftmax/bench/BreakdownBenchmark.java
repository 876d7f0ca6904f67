package org.sparksoftmax.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.BlockInventory;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.BlockSums;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.train.pass.SparkSums;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Where the time of one evaluation goes inside Spark. Beside the evaluation as the driver sees it,
 * each of its parts is timed by itself on the same data:
 *
 * <ul>
 *   <li>kernel: the same blocks on as many plain threads, without Spark;
 *   <li>broadcast: θ made known, read once, and taken back;
 *   <li>scheduling: the same job with nothing to compute and nothing to send;
 *   <li>merging: one partial sum for each partition written, read and added up;
 *   <li>driver: rounding of θ, penalty, mean, on given sums.
 * </ul>
 */
final class BreakdownBenchmark {

  private static final int WARM_UP = 40;
  private static final int COUNTED = 41;

  private BreakdownBenchmark() {}

  static Table run(List<String> names) throws Exception {
    Table table =
        new Table(
            "breakdown",
            "data",
            "partitions",
            "evaluation ms (median)",
            "(min)",
            "kernel ms (median)",
            "(min)",
            "evaluation less kernel",
            "broadcast ms",
            "scheduling ms",
            "merging ms",
            "driver ms");
    try (SparkSession spark = Sets.session()) {
      for (String name : names.isEmpty() ? List.of("fashion-mnist", "news20", "digits") : names) {
        add(table, name, spark);
      }
    }
    return table;
  }

  private static void add(Table table, String name, SparkSession spark) throws Exception {
    TrainingConfig config = Sets.config(name);
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      ParameterLayout layout = Sets.layout(config, data);
      L2Regularizer penalty =
          new L2Regularizer(config.regularization().strength().orElseThrow(), layout.weightCount());
      double multiplier = config.data().featureMultiplier();
      SoftmaxObjective objective = SparkSums.objective(data.train(), layout, penalty, multiplier);
      double[] theta = new double[layout.dimension()];
      BlockInventory inventory = data.train().inventory();
      GradientGrid grid = GradientGrid.of(inventory.magnitudes(), inventory.exampleWeightSum());
      KernelParameters parameters =
          KernelParameters.of(layout, theta, data.train().arithmetic(), grid);
      JavaRDD<ExampleBlock> cached = data.train().blocks();
      List<ExampleBlock> blocks = new ArrayList<>(cached.collect());
      int partitions = data.train().partitions();
      SerializerInstance serializer = new KryoSerializer(spark.sparkContext().conf()).newInstance();
      LossGradientSum sum = parts(blocks, parameters, partitions).get(0);
      SoftmaxObjective onDriver =
          new SoftmaxObjective(
              ObjectiveSpec.plain(layout, penalty, FeatureScaling.of(multiplier)),
              new GivenSum(sum, grid));
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      Timing evaluation = Timing.of(WARM_UP, COUNTED, () -> objective.evaluate(theta));
      Timing kernel = Timing.of(WARM_UP, COUNTED, () -> parts(blocks, parameters, Sets.CORES));
      table.add(
          name,
          partitions,
          evaluation.median(),
          evaluation.min(),
          kernel.median(),
          kernel.min(),
          evaluation.median() - kernel.median(),
          Timing.of(WARM_UP, COUNTED, () -> broadcast(context, parameters)).median(),
          Timing.of(WARM_UP, COUNTED, () -> emptyJob(cached)).median(),
          Timing.of(WARM_UP, COUNTED, () -> merge(sum, partitions, serializer)).median(),
          Timing.of(WARM_UP, COUNTED, () -> onDriver.evaluate(theta)).median());
    }
  }

  /** The partial sums of {@code count} contiguous parts of the blocks, each by its own thread. */
  private static List<LossGradientSum> parts(
      List<ExampleBlock> blocks, KernelParameters parameters, int count)
      throws InterruptedException {
    List<LossGradientSum> sums = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      LossGradientSum sum = new LossGradientSum();
      sums.add(sum);
      List<ExampleBlock> part =
          blocks.subList(blocks.size() * t / count, blocks.size() * (t + 1) / count);
      Thread thread =
          new Thread(
              () -> {
                LossGradientKernel kernel = new LossGradientKernel(parameters);
                part.forEach(block -> kernel.add(block, sum));
                sum.pack();
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return sums;
  }

  private static void broadcast(JavaSparkContext context, KernelParameters parameters) {
    Broadcast<KernelParameters> broadcast = context.broadcast(parameters);
    broadcast.value();
    broadcast.destroy();
  }

  private static void emptyJob(JavaRDD<ExampleBlock> blocks) {
    blocks
        .context()
        .runJob(
            blocks.rdd(),
            new Nothing(),
            new Ignore(),
            ClassTag$.MODULE$.apply(LossGradientSum.class));
  }

  private static void merge(LossGradientSum sum, int partitions, SerializerInstance serializer) {
    LossGradientSum total = new LossGradientSum();
    for (int p = 0; p < partitions; p++) {
      var bytes = serializer.serialize(sum, ClassTag$.MODULE$.apply(LossGradientSum.class));
      total.merge(serializer.deserialize(bytes, ClassTag$.MODULE$.apply(LossGradientSum.class)));
    }
  }

  /** A partition without a sum. */
  private static final class Nothing
      extends AbstractFunction2<
          TaskContext, scala.collection.Iterator<ExampleBlock>, LossGradientSum>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public LossGradientSum apply(
        TaskContext context, scala.collection.Iterator<ExampleBlock> blocks) {
      return new LossGradientSum();
    }
  }

  private static final class Ignore extends AbstractFunction2<Object, LossGradientSum, BoxedUnit> {
    @Override
    public BoxedUnit apply(Object partition, LossGradientSum sum) {
      return BoxedUnit.UNIT;
    }
  }

  /** A sum that is there already, so that only the work of the driver around it remains. */
  private record GivenSum(LossGradientSum sum, GradientGrid grid) implements BlockSums {

    @Override
    public Sums sum(Request request) {
      KernelParameters.of(request.layout(), request.parameters(), Arithmetic.F32, grid);
      return new Sums(sum.lossSum(), sum.weightSum(), sum.gradient(request.layout(), grid));
    }

    @Override
    public Arithmetic arithmetic() {
      return Arithmetic.F32;
    }
  }
}
