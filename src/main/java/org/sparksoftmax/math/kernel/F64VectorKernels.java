package org.sparksoftmax.math.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F64Kernels} using the Vector API. The tiles are half as large as those of {@link
 * F32VectorKernels}: float64 is used for precision, not speed, and smaller tiles are easier to
 * compile.
 */
final class F64VectorKernels implements F64Kernels {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  /** Lanes of a vector: 8 with AVX-512, 4 with AVX2. */
  private static final int WIDTH = DOUBLES.length();

  /** As many float32 lanes. */
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

  private static final int TILE_ROWS = 2;

  @Override
  public void adam(
      Adam rule,
      double[] theta,
      double[] mean,
      double[] squares,
      int from,
      int count,
      double[] gradient,
      int at) {
    int whole = count / WIDTH * WIDTH;
    for (int i = 0; i < whole; i += WIDTH) {
      DoubleVector g = DoubleVector.fromArray(DOUBLES, gradient, at + i);
      DoubleVector m =
          DoubleVector.fromArray(DOUBLES, mean, from + i)
              .mul(rule.beta1())
              .add(g.mul(1 - rule.beta1()));
      DoubleVector v =
          DoubleVector.fromArray(DOUBLES, squares, from + i)
              .mul(rule.beta2())
              .add(g.mul(1 - rule.beta2()).mul(g));
      m.intoArray(mean, from + i);
      v.intoArray(squares, from + i);
      DoubleVector.fromArray(DOUBLES, theta, from + i)
          .sub(m.mul(rule.step()).div(v.sqrt().add(rule.epsilon())))
          .intoArray(theta, from + i);
    }
    F64Kernels.super.adam(
        rule, theta, mean, squares, from + whole, count - whole, gradient, at + whole);
  }

  @Override
  public void scaledSum(
      double s, float[] x, double d, double[] y, int from, int count, double[] to) {
    int whole = count / WIDTH * WIDTH;
    for (int i = 0; i < whole; i += WIDTH) {
      DoubleVector wide =
          (DoubleVector)
              FloatVector.fromArray(FLOATS, x, from + i)
                  .convertShape(VectorOperators.F2D, DOUBLES, 0);
      wide.mul(s).add(DoubleVector.fromArray(DOUBLES, y, from + i).mul(d)).intoArray(to, i);
    }
    for (int i = whole; i < count; i++) {
      to[i] = s * x[from + i] + d * y[from + i];
    }
  }

  @Override
  public void sparseLogits(
      SparseRow<double[]> row, double[] w, double[] b, int classes, double[] z, int zOffset) {
    if (classes < WIDTH) {
      F64Kernels.super.sparseLogits(row, w, b, classes, z, zOffset);
      return;
    }
    int k = 0;
    for (; k + 2 * WIDTH <= classes; k += 2 * WIDTH) {
      twoVectorsOfLogits(row, w, b, classes, k, z, zOffset + k);
    }
    for (; k < classes; k += WIDTH) {
      // The last vector ends with the row and computes some logits once more.
      int at = Math.min(k, classes - WIDTH);
      oneVectorOfLogits(row, w, b, classes, at, z, zOffset + at);
    }
  }

  private static void twoVectorsOfLogits(
      SparseRow<double[]> row, double[] w, double[] b, int classes, int k, double[] z, int to) {
    int[] rows = row.rows;
    double[] values = row.values;
    DoubleVector s0 = DoubleVector.fromArray(DOUBLES, b, k);
    DoubleVector s1 = DoubleVector.fromArray(DOUBLES, b, k + WIDTH);
    for (int e = row.from; e < row.to; e++) {
      DoubleVector value = DoubleVector.broadcast(DOUBLES, values[e]);
      int at = rows[e] * classes + k;
      s0 = s0.add(value.mul(DoubleVector.fromArray(DOUBLES, w, at)));
      s1 = s1.add(value.mul(DoubleVector.fromArray(DOUBLES, w, at + WIDTH)));
    }
    s0.intoArray(z, to);
    s1.intoArray(z, to + WIDTH);
  }

  private static void oneVectorOfLogits(
      SparseRow<double[]> row, double[] w, double[] b, int classes, int k, double[] z, int to) {
    int[] rows = row.rows;
    double[] values = row.values;
    DoubleVector sum = DoubleVector.fromArray(DOUBLES, b, k);
    for (int e = row.from; e < row.to; e++) {
      DoubleVector value = DoubleVector.broadcast(DOUBLES, values[e]);
      sum = sum.add(value.mul(DoubleVector.fromArray(DOUBLES, w, rows[e] * classes + k)));
    }
    sum.intoArray(z, to);
  }

  @Override
  public void addSparseGradient(
      SparseRow<double[]> row, double[] r, int rOffset, int classes, double[] g) {
    if (classes < WIDTH) {
      F64Kernels.super.addSparseGradient(row, r, rOffset, classes, g);
      return;
    }
    int k = 0;
    for (; k < classes; k += WIDTH) {
      // The last vector ends with the row and adds 0 to sums that have been updated.
      int at = Math.min(k, classes - WIDTH);
      addOneVector(row, r, rOffset + at, k - at, classes, at, g);
    }
  }

  /**
   * @param done number of residuals to replace by 0
   */
  private static void addOneVector(
      SparseRow<double[]> row, double[] r, int from, int done, int classes, int k, double[] g) {
    DoubleVector residuals =
        DoubleVector.fromArray(DOUBLES, r, from).blend(0.0, DOUBLES.indexInRange(0, done));
    int[] rows = row.rows;
    double[] values = row.values;
    for (int e = row.from; e < row.to; e++) {
      int at = rows[e] * classes + k;
      DoubleVector.fromArray(DOUBLES, g, at)
          .add(DoubleVector.broadcast(DOUBLES, values[e]).mul(residuals))
          .intoArray(g, at);
    }
  }

  @Override
  public double addFixedRows(
      double[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    return FixedPointVectorKernels.addRows(values, from, scales, rows, count, width, sums);
  }

  @Override
  public void logits(F64Matrix x, F64Matrix w, F64Matrix z) {
    double[] lanes = new double[TILE_ROWS * TILE_CLASSES * LANES];
    for (int k = 0; k < w.rows(); k += TILE_CLASSES) {
      for (int i = 0; i < x.rows(); i += TILE_ROWS) {
        int rows = Math.min(TILE_ROWS, x.rows() - i);
        // Past the last row, the tile recomputes that row.
        int x1 = x.row(i + rows - 1);
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          dots(
              x.array(),
              x.row(i) + lane,
              x1 + lane,
              w.array(),
              w.row(k) + lane,
              w.stride(),
              x.columns() - lane,
              lanes,
              lane);
        }
        for (int r = 0; r < rows; r++) {
          int to = z.row(i + r) + k;
          for (int c = 0; c < TILE_CLASSES; c++) {
            z.array()[to + c] = F64Kernels.sumOfLanes(lanes, (r * TILE_CLASSES + c) * LANES);
          }
        }
      }
    }
  }

  /** Partial sums over every 8th feature, for two rows times five classes. */
  private static void dots(
      double[] x,
      int x0,
      int x1,
      double[] w,
      int w0,
      int stride,
      int features,
      double[] lanes,
      int at) {
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int w4 = w3 + stride;
    DoubleVector zero = DoubleVector.zero(DOUBLES);
    DoubleVector s00 = zero;
    DoubleVector s01 = zero;
    DoubleVector s02 = zero;
    DoubleVector s03 = zero;
    DoubleVector s04 = zero;
    DoubleVector s10 = zero;
    DoubleVector s11 = zero;
    DoubleVector s12 = zero;
    DoubleVector s13 = zero;
    DoubleVector s14 = zero;
    for (int j = 0; j < features; j += LANES) {
      DoubleVector b0 = DoubleVector.fromArray(DOUBLES, w, w0 + j);
      DoubleVector b1 = DoubleVector.fromArray(DOUBLES, w, w1 + j);
      DoubleVector b2 = DoubleVector.fromArray(DOUBLES, w, w2 + j);
      DoubleVector b3 = DoubleVector.fromArray(DOUBLES, w, w3 + j);
      DoubleVector b4 = DoubleVector.fromArray(DOUBLES, w, w4 + j);
      DoubleVector a = DoubleVector.fromArray(DOUBLES, x, x0 + j);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      s03 = a.fma(b3, s03);
      s04 = a.fma(b4, s04);
      a = DoubleVector.fromArray(DOUBLES, x, x1 + j);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      s13 = a.fma(b3, s13);
      s14 = a.fma(b4, s14);
    }
    s00.intoArray(lanes, at + 0 * LANES);
    s01.intoArray(lanes, at + 1 * LANES);
    s02.intoArray(lanes, at + 2 * LANES);
    s03.intoArray(lanes, at + 3 * LANES);
    s04.intoArray(lanes, at + 4 * LANES);
    s10.intoArray(lanes, at + 5 * LANES);
    s11.intoArray(lanes, at + 6 * LANES);
    s12.intoArray(lanes, at + 7 * LANES);
    s13.intoArray(lanes, at + 8 * LANES);
    s14.intoArray(lanes, at + 9 * LANES);
  }

  @Override
  public void addGradient(F64Matrix r, F64Matrix x, F64Matrix g) {
    int paired = x.columns() / (2 * WIDTH) * 2 * WIDTH;
    for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
      for (int j = 0; j < paired; j += 2 * WIDTH) {
        addTwoVectors(r, k, x, j, g);
      }
      for (int j = paired; j < x.columns(); j += WIDTH) {
        addOneVector(r, k, x, j, g);
      }
    }
  }

  /** Five classes times two vectors of features. */
  private static void addTwoVectors(F64Matrix r, int k, F64Matrix x, int j, F64Matrix g) {
    double[] residuals = r.array();
    double[] features = x.array();
    int ri = r.row(0) + k;
    int xi = x.row(0) + j;
    DoubleVector zero = DoubleVector.zero(DOUBLES);
    DoubleVector s00 = zero;
    DoubleVector s01 = zero;
    DoubleVector s10 = zero;
    DoubleVector s11 = zero;
    DoubleVector s20 = zero;
    DoubleVector s21 = zero;
    DoubleVector s30 = zero;
    DoubleVector s31 = zero;
    DoubleVector s40 = zero;
    DoubleVector s41 = zero;
    for (int i = 0; i < x.rows(); i++) {
      DoubleVector a0 = DoubleVector.fromArray(DOUBLES, features, xi);
      DoubleVector a1 = DoubleVector.fromArray(DOUBLES, features, xi + WIDTH);
      DoubleVector b = DoubleVector.broadcast(DOUBLES, residuals[ri]);
      s00 = b.fma(a0, s00);
      s01 = b.fma(a1, s01);
      b = DoubleVector.broadcast(DOUBLES, residuals[ri + 1]);
      s10 = b.fma(a0, s10);
      s11 = b.fma(a1, s11);
      b = DoubleVector.broadcast(DOUBLES, residuals[ri + 2]);
      s20 = b.fma(a0, s20);
      s21 = b.fma(a1, s21);
      b = DoubleVector.broadcast(DOUBLES, residuals[ri + 3]);
      s30 = b.fma(a0, s30);
      s31 = b.fma(a1, s31);
      b = DoubleVector.broadcast(DOUBLES, residuals[ri + 4]);
      s40 = b.fma(a0, s40);
      s41 = b.fma(a1, s41);
      ri += r.stride();
      xi += x.stride();
    }
    add(s00, g, k + 0, j);
    add(s01, g, k + 0, j + WIDTH);
    add(s10, g, k + 1, j);
    add(s11, g, k + 1, j + WIDTH);
    add(s20, g, k + 2, j);
    add(s21, g, k + 2, j + WIDTH);
    add(s30, g, k + 3, j);
    add(s31, g, k + 3, j + WIDTH);
    add(s40, g, k + 4, j);
    add(s41, g, k + 4, j + WIDTH);
  }

  /** Five classes times one vector of features. */
  private static void addOneVector(F64Matrix r, int k, F64Matrix x, int j, F64Matrix g) {
    for (int c = k; c < k + TILE_CLASSES; c++) {
      DoubleVector sum = DoubleVector.zero(DOUBLES);
      for (int i = 0; i < x.rows(); i++) {
        DoubleVector a = DoubleVector.fromArray(DOUBLES, x.array(), x.row(i) + j);
        sum = a.fma(DoubleVector.broadcast(DOUBLES, r.array()[r.row(i) + c]), sum);
      }
      add(sum, g, c, j);
    }
  }

  private static void add(DoubleVector sum, F64Matrix g, int k, int j) {
    int at = g.row(k) + j;
    DoubleVector.fromArray(DOUBLES, g.array(), at).add(sum).intoArray(g.array(), at);
  }
}
