package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LocalDescent.Result;

/**
 * The result of the local updates of one partition. Vectors are sent in float32: the change of θ
 * and the memory of the rule.
 */
public final class PartitionMove implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The start of all partitions, and the magnitudes of the whole data. */
  public static final class Start implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] parameters;
    private final double[][] memory;
    private final ColumnMagnitudes magnitudes;

    public Start(Iterate from, ColumnMagnitudes magnitudes) {
      this.parameters = from.parameters();
      this.memory = from.memory().toArray(double[][]::new);
      this.magnitudes = magnitudes;
    }

    /** θ; not to be modified. */
    public double[] parameters() {
      return parameters;
    }

    /** θ and the memory of the update rule. */
    public Iterate iterate() {
      return new Iterate(parameters, List.of(memory));
    }

    public ColumnMagnitudes magnitudes() {
      return magnitudes;
    }
  }

  private final float[] moved;
  private final float[][] memory;
  private final double meanLoss;
  private final double regularization;
  private final double weight;

  private PartitionMove(
      float[] moved, float[][] memory, double meanLoss, double regularization, double weight) {
    this.moved = moved;
    this.memory = memory;
    this.meanLoss = meanLoss;
    this.regularization = regularization;
    this.weight = weight;
  }

  /** The move of a partition whose examples have no weight. */
  public static PartitionMove none() {
    return new PartitionMove(new float[0], new float[0][], 0, 0, 0);
  }

  /**
   * The move from {@code from} to the end of {@code result}.
   *
   * @param from θ at the beginning
   * @param weight Σ w of the partition
   */
  public static PartitionMove of(double[] from, Result result, double weight) {
    double[] to = result.iterate().parameters();
    float[] moved = new float[to.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = (float) (to[i] - from[i]);
    }
    float[][] memory =
        result.iterate().memory().stream().map(PartitionMove::singles).toArray(float[][]::new);
    return new PartitionMove(moved, memory, result.meanLoss(), result.regularization(), weight);
  }

  private static float[] singles(double[] values) {
    float[] singles = new float[values.length];
    for (int i = 0; i < singles.length; i++) {
      singles[i] = (float) values[i];
    }
    return singles;
  }

  /**
   * The mean, weighted by the examples, computed in the given order.
   *
   * @param moves of which at least one has examples
   */
  public static Result mean(List<PartitionMove> moves, Iterate from) {
    double total = moves.stream().mapToDouble(move -> move.weight).sum();
    double meanLoss = 0;
    double regularization = 0;
    double[] parameters = from.parameters().clone();
    List<double[]> memory = new ArrayList<>();
    for (PartitionMove move : moves) {
      if (move.weight > 0) {
        double share = move.weight / total;
        meanLoss += share * move.meanLoss;
        regularization += share * move.regularization;
        addScaled(share, move.moved, parameters);
        for (int v = 0; v < move.memory.length; v++) {
          if (memory.size() == v) {
            memory.add(new double[parameters.length]);
          }
          addScaled(share, move.memory[v], memory.get(v));
        }
      }
    }
    return new Result(new Iterate(parameters, memory), meanLoss, regularization);
  }

  private static void addScaled(double factor, float[] values, double[] to) {
    Parts.forEach(
        to.length,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            to[i] += factor * values[i];
          }
        });
  }
}
