package org.sparksoftmax.train;

import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.train.pass.RowSample;

/**
 * Rejects, before its first job, a run that would run out of memory. The message names the setting
 * to raise.
 */
public final class Preflight {

  /** The factor applied to the estimate to leave room for the garbage collector. */
  private static final double ROOM = 1.25;

  private final TrainingConfig config;
  private final TrainingData data;

  public Preflight(TrainingConfig config, TrainingData data) {
    this.config = config;
    this.data = data;
  }

  /**
   * The memory available to a run.
   *
   * @param driver the driver's heap in bytes
   * @param executor an executor's heap in bytes
   * @param results the limit on the results of a job in bytes; 0 if there is none
   */
  record Given(long driver, long executor, long results) {

    static Given to(SparkContext context) {
      SparkConf conf = context.conf();
      return new Given(
          Runtime.getRuntime().maxMemory(),
          (long) context.executorMemory() << 20,
          conf.getSizeAsBytes("spark.driver.maxResultSize", "1g"));
    }
  }

  /**
   * Checks that the memory is sufficient for the driver, the executors and the results of a pass.
   *
   * @param choice the preconditioner, not AUTO
   * @throws ConfigException if it is not
   */
  public void requireMemory(ParameterLayout layout, PreconditionerChoice choice) {
    requireMemory(layout, choice, 1);
  }

  /** Checks the memory for several runs that share their passes. */
  public void requireMemory(ParameterLayout layout, PreconditionerChoice choice, int runs) {
    SparkContext context = data.train().blocks().context();
    MemoryEstimate.Inputs inputs = inputs(layout, choice, runs, place(context));
    require(inputs, MemoryEstimate.of(inputs).times(runs), Given.to(context));
  }

  private MemoryEstimate.Inputs inputs(
      ParameterLayout layout, PreconditionerChoice choice, int runs, MemoryEstimate.Place place) {
    DataSet train = data.train();
    OptimizerConfig optimizer = config.optimizer();
    boolean pairs = optimizer.type().isQuasiNewton();
    return new MemoryEstimate.Inputs(
        layout.features(),
        layout.classes(),
        layout.dimension(),
        structure(layout),
        train.storedValues(),
        train.arithmetic() == Arithmetic.F32 ? Float.BYTES : Double.BYTES,
        pairs
            ? Math.min(
                optimizer.history((long) runs * layout.dimension()),
                Math.max(0, optimizer.maxIterations() - 1))
            : 0,
        keptVectors(optimizer),
        switch (choice) {
          case HESSIAN -> MemoryEstimate.Model.HESSIAN;
          case DIAGONAL -> MemoryEstimate.Model.DIAGONAL;
          case NONE, AUTO -> MemoryEstimate.Model.NONE;
        },
        choice == PreconditionerChoice.HESSIAN ? sampleBytes(layout) : 0,
        optimizer.miniBatches().localSteps() > 1 ? 1 + rememberedVectors(optimizer) : 0,
        config.data().featureMultiplier() == 1 && !config.standardization()
            ? MemoryEstimate.Multiplier.ONE
            : MemoryEstimate.Multiplier.OTHER,
        train.partitions(),
        place);
  }

  private static MemoryEstimate.Structure structure(ParameterLayout layout) {
    if (!layout.isLinear()) {
      return MemoryEstimate.Structure.NETWORK;
    }
    return layout.order() == WeightOrder.CLASS_MAJOR
        ? MemoryEstimate.Structure.DENSE
        : MemoryEstimate.Structure.SPARSE;
  }

  /** The number of vectors of the length of θ in the state of a rule. */
  private static int rememberedVectors(OptimizerConfig config) {
    return switch (config.type()) {
      case LBFGS, OWLQN, GRADIENT_DESCENT -> 0;
      case MOMENTUM, NESTEROV, ADAGRAD -> 1;
      case ADAM -> 2;
    };
  }

  /** The number of vectors of the length of θ that the rule and the choice of the result keep. */
  private static int keptVectors(OptimizerConfig config) {
    boolean steps =
        config.type() == OptimizerConfig.Type.ADAGRAD || config.type() == OptimizerConfig.Type.ADAM;
    int ofRule = rememberedVectors(config) + (steps ? 1 : 0);
    int ofResult = config.result() == OptimizerConfig.ResultChoice.AVERAGE ? 2 : 0;
    return ofRule + (config.keepsBest() ? 1 : ofResult);
  }

  /**
   * The size of the sample: a float for each class and value of a row; for sparse rows, two floats
   * and two indices.
   */
  private long sampleBytes(ParameterLayout layout) {
    DataSet train = data.train();
    double rows = RowSample.wantedRows(train, layout);
    int valueBytes = layout.order() == WeightOrder.CLASS_MAJOR ? 4 : 16;
    return (long)
        (rows
            * (4.0 * layout.classes() + valueBytes * (double) train.storedValues() / train.rows()));
  }

  private static MemoryEstimate.Place place(SparkContext context) {
    if (context.isLocal()) {
      return new MemoryEstimate.Place(true, context.defaultParallelism(), 1);
    }
    // The count includes the driver.
    int executors = Math.max(1, context.getExecutorMemoryStatus().size() - 1);
    return new MemoryEstimate.Place(
        false, Math.max(1, context.defaultParallelism() / executors), executors);
  }

  static void require(MemoryEstimate.Inputs in, MemoryEstimate needed, Given given) {
    String model =
        described(
            in.entries(),
            in.classes(),
            in.features(),
            in.pairs() > 0 ? ", history " + in.pairs() : "");
    if (needed.driver() > given.driver()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Not enough driver memory: %s need about %s on the driver, which has %s: use --driver-memory %s%s",
              model,
              size(needed.driver()),
              size(given.driver()),
              setting(needed.driver()),
              fewer(in)));
    }
    if (!in.place().local() && needed.executor() > given.executor()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Not enough executor memory: %s need about %s on an executor with %d cores, which has %s: use --executor-memory %s, or lower --executor-cores",
              model,
              size(needed.executor()),
              in.place().threads(),
              size(given.executor()),
              setting(needed.executor())));
    }
    if (given.results() > 0 && needed.results() > given.results()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Too large results: %s give results of about %s a pass from %s, and spark.driver.maxResultSize is %s: use --conf spark.driver.maxResultSize=%s, or fewer of them",
              model,
              size(needed.results()),
              in.moves() > 0
                  ? in.partitions() + " partitions"
                  : in.place().executors() + " executors",
              size(given.results()),
              setting(needed.results())));
    }
  }

  private static String fewer(MemoryEstimate.Inputs in) {
    return (in.pairs() > 1 ? ", or lower optimizer.history" : "")
        + (in.structure() == MemoryEstimate.Structure.NETWORK
            ? ", or use smaller model.hidden-layers"
            : "");
  }

  private static String described(long parameters, int classes, int features, String more) {
    return String.format(
        Locale.ROOT,
        "%,d parameters (%d classes x %,d features%s)",
        parameters,
        classes,
        features,
        more);
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
  }

  /** A rounded-up size in the format of Spark's options. */
  private static String setting(long bytes) {
    return (long) Math.ceil(bytes * ROOM / (1L << 30)) + "g";
  }
}
