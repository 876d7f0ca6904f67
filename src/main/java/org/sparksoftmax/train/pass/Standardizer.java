package org.sparksoftmax.train.pass;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ColumnSums;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.loss.Targets;

/**
 * Computes the means and standard deviations of the features in two passes. The second pass sums
 * squared distances from the mean, which avoids cancellation for features far from 0. The deviation
 * is the sample standard deviation, as in MLlib's Summarizer:
 *
 * <pre>σⱼ² = Σᵢ wᵢ (xᵢⱼ − μⱼ)² / (W − Σᵢ wᵢ² / W),   W = Σᵢ wᵢ</pre>
 */
public final class Standardizer {

  /**
   * The smallest ratio of deviation to largest value that is not the rounding error of a constant.
   */
  private static final double LEAST_DEVIATION = 1e-12;

  /**
   * The smallest exponent of values whose squares, and those of their deviations, do not underflow
   * in float64.
   */
  private static final int LEAST_EXPONENT = -460;

  private Standardizer() {}

  /**
   * Computes the scaling to deviation 1 and, if centred, mean 0, in two Spark jobs.
   *
   * @param targets determine the weights of the rows
   * @param centred whether the scaling subtracts the means
   */
  public static FeatureScaling of(DataSet data, Targets targets, boolean centred) {
    ColumnMagnitudes magnitudes = data.inventory().magnitudes();
    int features = magnitudes.features();
    double bound = bound(data, targets);
    int[] exponents = exponents(magnitudes);
    ColumnSums first =
        sums("standardization: means", data, targets, new double[features], exponents, bound, 1);
    double total = first.weightSum();
    double[] means = means(first);
    requireSquares(data, exponents, bound);
    int[] squareExponents = Arrays.stream(exponents).map(e -> 2 * (e + 1)).toArray();
    double[] squares =
        sums("standardization: deviations", data, targets, means, squareExponents, bound, 2)
            .values();
    double divisor = total - first.squaredWeightSum() / total;
    double[] deviations = new double[features];
    for (int j = 0; j < features; j++) {
      double sigma = divisor > 0 ? Math.sqrt(squares[j] / divisor) : 0;
      deviations[j] = sigma > LEAST_DEVIATION * Math.scalb(1.0, exponents[j]) ? sigma : 0;
    }
    return centred
        ? FeatureScaling.standardized(means, deviations)
        : FeatureScaling.scaled(deviations);
  }

  /** Checks that sums of squares do not overflow or underflow in float64. */
  private static void requireSquares(DataSet data, int[] exponents, double bound) {
    for (int j = 0; j < exponents.length; j++) {
      boolean large = 2 * (exponents[j] + 1) + Math.getExponent(bound) + 2 > Double.MAX_EXPONENT;
      boolean small = exponents[j] > Double.MIN_EXPONENT && exponents[j] < LEAST_EXPONENT;
      if (large || small) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot standardize feature #%d of %s: its values reach 2^%d (must be 2^%d to 2^%d, as their squares are summed): change the unit of the column, or set standardization = false",
                j,
                data.place(0),
                exponents[j],
                LEAST_EXPONENT,
                -LEAST_EXPONENT));
      }
    }
  }

  /** Computes the centring of features times {@code multiplier}, in one Spark job. */
  public static FeatureScaling centred(DataSet data, Targets targets, double multiplier) {
    int[] exponents = exponents(data.inventory().magnitudes());
    double[] none = new double[exponents.length];
    return FeatureScaling.centred(
        multiplier,
        means(
            sums(
                "means of the features", data, targets, none, exponents, bound(data, targets), 1)));
  }

  /** Computes Σ w x² / Σ w of every feature, in one Spark job. */
  public static double[] meanSquares(DataSet data, Targets targets) {
    int[] exponents =
        Arrays.stream(exponents(data.inventory().magnitudes())).map(e -> 2 * e).toArray();
    double[] none = new double[exponents.length];
    return means(
        sums("sizes of the features", data, targets, none, exponents, bound(data, targets), 2));
  }

  private static double[] means(ColumnSums sums) {
    return Arrays.stream(sums.values()).map(sum -> sum / sums.weightSum()).toArray();
  }

  private static double bound(DataSet data, Targets targets) {
    return data.inventory().exampleWeightSum() * targets.largestClassWeight();
  }

  private static int[] exponents(ColumnMagnitudes magnitudes) {
    int[] exponents = new int[magnitudes.features()];
    for (int j = 0; j < exponents.length; j++) {
      exponents[j] = magnitudes.exponent(j);
    }
    return exponents;
  }

  /**
   * Computes Σ w (x − μ)^power of every feature.
   *
   * @param purpose the purpose of the job, for its name
   */
  private static ColumnSums sums(
      String purpose,
      DataSet data,
      Targets targets,
      double[] means,
      int[] exponents,
      double bound,
      int power) {
    Broadcast<double[]> centre =
        JavaSparkContext.fromSparkContext(data.blocks().context()).broadcast(means);
    try {
      return JobDescription.during(
          data.context(),
          purpose,
          () ->
              data.fold(
                  blocks -> {
                    ColumnSums sums = new ColumnSums(exponents, bound);
                    add(blocks, targets, centre.value(), power, sums);
                    return sums;
                  },
                  ColumnSums::merge));
    } finally {
      centre.destroy();
    }
  }

  private static void add(
      Iterator<ExampleBlock> blocks, Targets targets, double[] means, int power, ColumnSums sums) {
    double[] ofBlock = new double[means.length];
    double[] stored = new double[means.length];
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      double weightSum = 0;
      double squaredWeightSum = 0;
      for (int i = 0; i < block.rows(); i++) {
        double weight = targets.exampleWeight(block, i);
        weightSum += weight;
        squaredWeightSum += weight * weight;
        addRow(block.features(), i, weight, means, power, ofBlock, stored);
      }
      if (power == 2 && block.features().weightOrder() == WeightOrder.FEATURE_MAJOR) {
        // Values that a sparse row does not store are 0, at distance μ from the mean.
        for (int j = 0; j < ofBlock.length; j++) {
          ofBlock[j] += Math.max(0, weightSum - stored[j]) * means[j] * means[j];
        }
      }
      sums.add(ofBlock, weightSum, squaredWeightSum);
      Arrays.fill(ofBlock, 0);
      Arrays.fill(stored, 0);
    }
  }

  private static void addRow(
      FeatureBlock features,
      int i,
      double weight,
      double[] means,
      int power,
      double[] sums,
      double[] stored) {
    features.forEachValue(
        i,
        (j, value) -> {
          double distance = value - means[j];
          sums[j] += weight * (power == 1 ? distance : distance * distance);
          stored[j] += weight;
        });
  }
}
