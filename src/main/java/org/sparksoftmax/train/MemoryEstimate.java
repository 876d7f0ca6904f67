package org.sparksoftmax.train;

import org.sparksoftmax.data.job.PartitionJob;

/**
 * Estimates the memory that training needs on the driver and on an executor, and the size of the
 * results of a pass. An executor sends the gradients of those of the n parameters whose features
 * occur in its rows, n' of them; a value of the arithmetic has v bytes (4 or 8):
 *
 * <pre>
 * on the driver, while it waits for a pass           bytes an entry   how many
 *   θ and gradient of the last state                  8 n             2
 *   direction, and θ of the trial step                8 n             2
 *   θ and gradient of the trial before, in a search   8 n             2
 *   θ times data.feature-multiplier                   8 n             1 unless that is 1
 *   correction pairs of L-BFGS, OWL-QN                8 n             min(history, max-iterations − 1)
 *   vectors of first-order rules                      8 n             1, adam 2; and steps, 1
 *   best parameters; sums of an average               8 n             1; 2
 *   diagonal                                          4 n             1 with that preconditioner
 *   scaled vectors of the Hessian, and its sample     4 n             4 with that preconditioner
 *   θ for the executors, and its serialized form      v n             2 (1 if v is 8: θ itself is sent)
 *   the sum over executors                            8 n             1
 *   the gradient made of it; an executor's sum before 8 n             1
 *   moves of local steps, all partitions at once      4 n             1 + vectors, each partition
 * on the driver, while it solves for a step           in place of direction, trials and all below
 *   vectors of the conjugate gradients                4 n             4
 *   vectors in and out                                8 n             2
 * on an executor (with a local master: on the driver as well)
 *   θ and its serialized form                         v n             2 (local: already counted)
 *   W and G of a thread, dense; of a network also Wᵀ  v n             2, 3 a thread
 *   θ, gradient and vectors of a task's local steps   8 n             4 + 2 vectors a task at once
 *   its sum                                           8 n             1
 *   its two serialized forms                          8 n'            2 (local: none)
 * </pre>
 *
 * <p>The estimate is a lower bound. It excludes short-lived memory (more trials of a line search,
 * network buffers), and the cached rows, which Spark can spill to disk.
 */
record MemoryEstimate(long driver, long executor, long results) {

  /** The heap that Spark itself needs. */
  static final long SPARK = 100L << 20;

  /**
   * The inputs of the estimate.
   *
   * @param features D
   * @param classes K
   * @param entries n, the number of parameters
   * @param storedValues the number of non-zeros in all rows
   * @param valueBytes bytes per value of the arithmetic: 4 or 8
   * @param pairs the maximum number of correction pairs
   * @param vectors the number of other vectors of the length of θ that the rule stores
   * @param sampleBytes the size in bytes of the sample for the Hessian; 0 without one
   * @param moves the number of vectors of the length of θ that a partition sends after local steps;
   *     0 without local steps
   */
  record Inputs(
      int features,
      int classes,
      long entries,
      Structure structure,
      long storedValues,
      int valueBytes,
      int pairs,
      int vectors,
      Model model,
      long sampleBytes,
      int moves,
      Multiplier multiplier,
      int partitions,
      Place place) {}

  /** The structure of the model, which determines the copies of θ and its gradient in a task. */
  enum Structure {
    DENSE,
    SPARSE,
    NETWORK
  }

  /** The curvature model of the optimiser. */
  enum Model {
    NONE,
    DIAGONAL,
    HESSIAN
  }

  /** Whether θ is multiplied by data.feature-multiplier before it is sent. */
  enum Multiplier {
    ONE,
    OTHER
  }

  /**
   * Where tasks run.
   *
   * @param local whether tasks run in the driver
   * @param threads the number of threads of a process, which is also that of its concurrent tasks
   * @param executors the number of processes
   */
  record Place(boolean local, int threads, int executors) {}

  static MemoryEstimate of(Inputs in) {
    double n = in.entries();
    int executors = Math.min(in.place().executors(), in.partitions());
    double ofExecutor = n * share(in, executors);
    double sent = (in.valueBytes() == 4 ? 2 : 1) * in.valueBytes() * n;
    int tasks = Math.min(in.place().threads(), in.partitions());
    double passes =
        in.place().threads() * copies(in.structure()) * in.valueBytes() * n
            + (in.moves() > 0 ? tasks * 8 * n * (2 + 2 * in.moves()) : 0)
            + 8 * n
            + (in.place().local() ? 0 : 2 * 8 * ofExecutor);
    double kept =
        16 * n
            + 8 * n * (in.pairs() + in.vectors())
            + switch (in.model()) {
              case NONE -> 0;
              case DIAGONAL -> 4 * n;
              case HESSIAN -> 16 * n + in.sampleBytes();
            };
    double waiting = 32 * n + (in.multiplier() == Multiplier.OTHER ? 8 * n : 0) + sent;
    double moves = 4 * n * in.moves() * in.partitions();
    double arriving = Math.max((in.place().local() ? 8 : 16) * n, moves);
    double pass = waiting + arriving + (in.place().local() ? passes : 0);
    double solving = in.model() == Model.HESSIAN ? 32 * n : 0;
    int results = in.place().local() ? 0 : lastResults(executors);
    return new MemoryEstimate(
        SPARK + (long) (kept + Math.max(pass, solving)),
        SPARK + (long) (2 * in.valueBytes() * n + passes),
        (long) Math.max(results * 8 * (results == executors ? ofExecutor : n), moves));
  }

  private static int copies(Structure structure) {
    return switch (structure) {
      case DENSE -> 2;
      case SPARSE -> 0;
      case NETWORK -> 3;
    };
  }

  /** The estimate for a number of concurrent runs. */
  MemoryEstimate times(int runs) {
    return new MemoryEstimate(
        SPARK + runs * (driver - SPARK), SPARK + runs * (executor - SPARK), runs * results);
  }

  /** The largest fraction of a sum's entries that one of {@code parts} equal parts can fill. */
  private static double share(Inputs in, int parts) {
    boolean all = in.structure() != Structure.SPARSE;
    double stored = (double) in.storedValues() / parts + 1;
    return all ? 1 : Math.min(1, stored / (in.features() + 1.0));
  }

  /** The number of sums that reach the driver in a treeAggregate of depth 2, if there are many. */
  static int lastResults(int executors) {
    if (PartitionJob.treeDepth(executors, PartitionJob.USUAL_DEPTH) == 1) {
      return executors;
    }
    int scale = Math.max(2, (int) Math.ceil(Math.sqrt(executors)));
    int left = executors;
    while (left > scale + Math.ceil((double) left / scale)) {
      left /= scale;
    }
    return left;
  }
}
