package org.sparksoftmax.math.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Kernels} in the Vector API, at whatever width the machine has.
 *
 * <p>The two products work on tiles that stay in registers: four rows (or four vectors of features)
 * by five classes, so that 9 loads serve 20 multiply-adds. The tile methods are written out,
 * without helpers: the compiler keeps a vector in a register only while it does not cross a call
 * that is not inlined, and these methods are at the limit of what it inlines.
 */
final class F32VectorKernels implements F32Kernels {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(FLOATS.length() * 8));

  /** Entries of one vector: 16 with AVX-512, 8 with AVX2. */
  private static final int WIDTH = FLOATS.length();

  /** How far apart sums stand after their lanes were added. */
  private static final int REDUCED = LANES / 2;

  private static final int TILE_ROWS = 4;

  /** Features of a tile: four vectors. */
  private static final int TILE_FEATURES = 4 * WIDTH;

  @Override
  public String description() {
    return "vector (%d bits)".formatted(FLOATS.vectorBitSize());
  }

  @Override
  public void logits(F32Matrix x, F32Matrix w, F32Matrix z) {
    float[] lanes = lanesOf(TILE_ROWS * TILE_CLASSES);
    int last = x.rows() - 1;
    for (int k = 0; k < w.rows(); k += TILE_CLASSES) {
      for (int i = 0; i < x.rows(); i += TILE_ROWS) {
        // Past the last row, the tile computes that row again.
        int x1 = x.row(Math.min(i + 1, last));
        int x2 = x.row(Math.min(i + 2, last));
        int x3 = x.row(Math.min(i + 3, last));
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          dots(
              x.array(),
              x.row(i) + lane,
              x1 + lane,
              x2 + lane,
              x3 + lane,
              w.array(),
              w.row(k) + lane,
              w.stride(),
              x.columns() - lane,
              lanes,
              lane);
        }
        sumOfLanes(lanes, TILE_ROWS * TILE_CLASSES);
        int rows = Math.min(TILE_ROWS, x.rows() - i);
        for (int r = 0; r < rows; r++) {
          int to = z.row(i + r) + k;
          for (int c = 0; c < TILE_CLASSES; c++) {
            z.array()[to + c] = lanes[(r * TILE_CLASSES + c) * REDUCED];
          }
        }
      }
    }
  }

  /** Partial sums of four rows times five classes over every 16th feature. */
  private static void dots(
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      float[] w,
      int w0,
      int stride,
      int features,
      float[] lanes,
      int at) {
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int w4 = w3 + stride;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s04 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s14 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s23 = zero;
    FloatVector s24 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s33 = zero;
    FloatVector s34 = zero;
    for (int j = 0; j < features; j += LANES) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, w, w0 + j);
      FloatVector b1 = FloatVector.fromArray(FLOATS, w, w1 + j);
      FloatVector b2 = FloatVector.fromArray(FLOATS, w, w2 + j);
      FloatVector b3 = FloatVector.fromArray(FLOATS, w, w3 + j);
      FloatVector b4 = FloatVector.fromArray(FLOATS, w, w4 + j);
      FloatVector a = FloatVector.fromArray(FLOATS, x, x0 + j);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      s03 = a.fma(b3, s03);
      s04 = a.fma(b4, s04);
      a = FloatVector.fromArray(FLOATS, x, x1 + j);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      s13 = a.fma(b3, s13);
      s14 = a.fma(b4, s14);
      a = FloatVector.fromArray(FLOATS, x, x2 + j);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      s23 = a.fma(b3, s23);
      s24 = a.fma(b4, s24);
      a = FloatVector.fromArray(FLOATS, x, x3 + j);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      s33 = a.fma(b3, s33);
      s34 = a.fma(b4, s34);
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
    s20.intoArray(lanes, at + 10 * LANES);
    s21.intoArray(lanes, at + 11 * LANES);
    s22.intoArray(lanes, at + 12 * LANES);
    s23.intoArray(lanes, at + 13 * LANES);
    s24.intoArray(lanes, at + 14 * LANES);
    s30.intoArray(lanes, at + 15 * LANES);
    s31.intoArray(lanes, at + 16 * LANES);
    s32.intoArray(lanes, at + 17 * LANES);
    s33.intoArray(lanes, at + 18 * LANES);
    s34.intoArray(lanes, at + 19 * LANES);
  }

  @Override
  public void addGradient(F32Matrix r, F32Matrix x, F32Matrix g) {
    float[] packed = packed(r);
    float[] sums = new float[TILE_CLASSES * TILE_FEATURES];
    int tiled = x.columns() / TILE_FEATURES * TILE_FEATURES;
    for (int j = 0; j < tiled; j += TILE_FEATURES) {
      for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
        tileOfVectors(packed, k * r.rows(), x.array(), x.row(0) + j, x.stride(), x.rows(), sums);
        addTile(sums, TILE_FEATURES, g, k, j);
      }
    }
    for (int j = tiled; j < x.columns(); j += WIDTH) {
      for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
        tileOfOneVector(packed, k * r.rows(), x.array(), x.row(0) + j, x.stride(), x.rows(), sums);
        addTile(sums, WIDTH, g, k, j);
      }
    }
  }

  /** Adds the sums of five classes to G, from class {@code k} and feature {@code j} on. */
  private static void addTile(float[] sums, int features, F32Matrix g, int k, int j) {
    int from = 0;
    for (int c = 0; c < TILE_CLASSES; c++) {
      int to = g.row(k + c) + j;
      for (int f = 0; f < features; f += WIDTH) {
        FloatVector.fromArray(FLOATS, g.array(), to + f)
            .add(FloatVector.fromArray(FLOATS, sums, from + f))
            .intoArray(g.array(), to + f);
      }
      from += features;
    }
  }

  /** Five classes after five classes, so that the tiles step through them by a constant. */
  private static float[] packed(F32Matrix r) {
    float[] packed = new float[r.rows() * r.columns()];
    float[] array = r.array();
    int to = 0;
    for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
      for (int i = 0; i < r.rows(); i++) {
        int from = r.row(i) + k;
        for (int c = 0; c < TILE_CLASSES; c++) {
          packed[to + c] = array[from + c];
        }
        to += TILE_CLASSES;
      }
    }
    return packed;
  }

  /** Five classes times four vectors of features, summed over the rows. */
  private static void tileOfVectors(
      float[] r, int r0, float[] x, int xi, int xStride, int rows, float[] sums) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s23 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s33 = zero;
    FloatVector s40 = zero;
    FloatVector s41 = zero;
    FloatVector s42 = zero;
    FloatVector s43 = zero;
    for (int i = 0; i < rows; i++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, x, xi);
      FloatVector a1 = FloatVector.fromArray(FLOATS, x, xi + WIDTH);
      FloatVector a2 = FloatVector.fromArray(FLOATS, x, xi + 2 * WIDTH);
      FloatVector a3 = FloatVector.fromArray(FLOATS, x, xi + 3 * WIDTH);
      FloatVector b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES]);
      s00 = b.fma(a0, s00);
      s01 = b.fma(a1, s01);
      s02 = b.fma(a2, s02);
      s03 = b.fma(a3, s03);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 1]);
      s10 = b.fma(a0, s10);
      s11 = b.fma(a1, s11);
      s12 = b.fma(a2, s12);
      s13 = b.fma(a3, s13);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 2]);
      s20 = b.fma(a0, s20);
      s21 = b.fma(a1, s21);
      s22 = b.fma(a2, s22);
      s23 = b.fma(a3, s23);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 3]);
      s30 = b.fma(a0, s30);
      s31 = b.fma(a1, s31);
      s32 = b.fma(a2, s32);
      s33 = b.fma(a3, s33);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 4]);
      s40 = b.fma(a0, s40);
      s41 = b.fma(a1, s41);
      s42 = b.fma(a2, s42);
      s43 = b.fma(a3, s43);
      xi += xStride;
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, WIDTH);
    s02.intoArray(sums, 2 * WIDTH);
    s03.intoArray(sums, 3 * WIDTH);
    s10.intoArray(sums, 4 * WIDTH);
    s11.intoArray(sums, 5 * WIDTH);
    s12.intoArray(sums, 6 * WIDTH);
    s13.intoArray(sums, 7 * WIDTH);
    s20.intoArray(sums, 8 * WIDTH);
    s21.intoArray(sums, 9 * WIDTH);
    s22.intoArray(sums, 10 * WIDTH);
    s23.intoArray(sums, 11 * WIDTH);
    s30.intoArray(sums, 12 * WIDTH);
    s31.intoArray(sums, 13 * WIDTH);
    s32.intoArray(sums, 14 * WIDTH);
    s33.intoArray(sums, 15 * WIDTH);
    s40.intoArray(sums, 16 * WIDTH);
    s41.intoArray(sums, 17 * WIDTH);
    s42.intoArray(sums, 18 * WIDTH);
    s43.intoArray(sums, 19 * WIDTH);
  }

  /** Five classes times one vector of features, summed over the rows. */
  private static void tileOfOneVector(
      float[] r, int r0, float[] x, int xi, int xStride, int rows, float[] sums) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    FloatVector s4 = zero;
    for (int i = 0; i < rows; i++) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, xi);
      s0 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES]), s0);
      s1 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 1]), s1);
      s2 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 2]), s2);
      s3 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 3]), s3);
      s4 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 4]), s4);
      xi += xStride;
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, WIDTH);
    s2.intoArray(sums, 2 * WIDTH);
    s3.intoArray(sums, 3 * WIDTH);
    s4.intoArray(sums, 4 * WIDTH);
  }

  @Override
  public void sparseLogits(SparseRow row, float[] w, int classes, float[] z, int zOffset) {
    int k = 0;
    for (; k + 3 * WIDTH < classes; k += 4 * WIDTH) {
      fourVectorsOfLogits(row, w, classes, k, z, zOffset + k);
    }
    for (; k + WIDTH < classes; k += 2 * WIDTH) {
      twoVectorsOfLogits(row, w, classes, k, z, zOffset + k);
    }
    if (k < classes) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int e = row.from; e < row.to; e++) {
        FloatVector value = FloatVector.broadcast(FLOATS, row.values[e]);
        sum = value.fma(FloatVector.fromArray(FLOATS, w, row.rows[e] * classes + k), sum);
      }
      sum.intoArray(z, zOffset + k);
    }
  }

  private static void fourVectorsOfLogits(
      SparseRow row, float[] w, int classes, int k, float[] z, int to) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      s0 = value.fma(FloatVector.fromArray(FLOATS, w, at), s0);
      s1 = value.fma(FloatVector.fromArray(FLOATS, w, at + WIDTH), s1);
      s2 = value.fma(FloatVector.fromArray(FLOATS, w, at + 2 * WIDTH), s2);
      s3 = value.fma(FloatVector.fromArray(FLOATS, w, at + 3 * WIDTH), s3);
    }
    s0.intoArray(z, to);
    s1.intoArray(z, to + WIDTH);
    s2.intoArray(z, to + 2 * WIDTH);
    s3.intoArray(z, to + 3 * WIDTH);
  }

  private static void twoVectorsOfLogits(
      SparseRow row, float[] w, int classes, int k, float[] z, int to) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      s0 = value.fma(FloatVector.fromArray(FLOATS, w, at), s0);
      s1 = value.fma(FloatVector.fromArray(FLOATS, w, at + WIDTH), s1);
    }
    s0.intoArray(z, to);
    s1.intoArray(z, to + WIDTH);
  }

  @Override
  public void addSparseGradient(SparseRow row, float[] r, int rOffset, int classes, float[] g) {
    int k = 0;
    for (; k + 3 * WIDTH < classes; k += 4 * WIDTH) {
      addFourVectors(row, r, rOffset + k, classes, k, g);
    }
    for (; k < classes; k += WIDTH) {
      addOneVector(row, r, rOffset + k, classes, k, g);
    }
  }

  private static void addFourVectors(
      SparseRow row, float[] r, int from, int classes, int k, float[] g) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector r0 = FloatVector.fromArray(FLOATS, r, from);
    FloatVector r1 = FloatVector.fromArray(FLOATS, r, from + WIDTH);
    FloatVector r2 = FloatVector.fromArray(FLOATS, r, from + 2 * WIDTH);
    FloatVector r3 = FloatVector.fromArray(FLOATS, r, from + 3 * WIDTH);
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      int at1 = at + WIDTH;
      int at2 = at + 2 * WIDTH;
      int at3 = at + 3 * WIDTH;
      value.fma(r0, FloatVector.fromArray(FLOATS, g, at)).intoArray(g, at);
      value.fma(r1, FloatVector.fromArray(FLOATS, g, at1)).intoArray(g, at1);
      value.fma(r2, FloatVector.fromArray(FLOATS, g, at2)).intoArray(g, at2);
      value.fma(r3, FloatVector.fromArray(FLOATS, g, at3)).intoArray(g, at3);
    }
  }

  private static void addOneVector(
      SparseRow row, float[] r, int from, int classes, int k, float[] g) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector residual = FloatVector.fromArray(FLOATS, r, from);
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      value.fma(residual, FloatVector.fromArray(FLOATS, g, at)).intoArray(g, at);
    }
  }

  @Override
  public float dot(float[] x, float[] y, int from, int to) {
    float[] lanes = new float[LANES];
    int end = from + (to - from) / LANES * LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = from + lane; i < end; i += LANES) {
        sum = FloatVector.fromArray(FLOATS, x, i).fma(FloatVector.fromArray(FLOATS, y, i), sum);
      }
      sum.intoArray(lanes, lane);
    }
    for (int i = end; i < to; i++) {
      lanes[i - end] = Math.fma(x[i], y[i], lanes[i - end]);
    }
    return F32Kernels.sumOfLanes(lanes, 0);
  }

  @Override
  public void add(float[] from, int fromOffset, float[] to, int count) {
    for (int k = 0; k < count; k += WIDTH) {
      FloatVector.fromArray(FLOATS, to, k)
          .add(FloatVector.fromArray(FLOATS, from, fromOffset + k))
          .intoArray(to, k);
    }
  }

  @Override
  public void exponentials(F32Matrix z, float[] bias, float[] max, float[] sum) {
    int count = F32Kernels.padded(z.columns());
    float[] lanes = lanesOf(z.rows());
    for (int i = 0; i < z.rows(); i++) {
      max[i] = addBias(z.array(), z.row(i), bias, count);
    }
    for (int i = 0; i < z.rows(); i++) {
      subtract(max[i], z.array(), z.row(i), count);
    }
    // In one run over all rows, for their exponentials do not wait for each other.
    exponentials(z.array(), z.row(0), z.array(), z.row(0), z.rows() * z.stride());
    for (int i = 0; i < z.rows(); i++) {
      addUp(z.array(), z.row(i), count, lanes, i * LANES);
    }
    sumOfLanes(lanes, z.rows());
    for (int i = 0; i < z.rows(); i++) {
      sum[i] = lanes[i * REDUCED];
    }
  }

  /** z + b of one row; returns the maximum. */
  private static float addBias(float[] z, int offset, float[] bias, int count) {
    FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int k = 0; k < count; k += WIDTH) {
      FloatVector v =
          FloatVector.fromArray(FLOATS, z, offset + k).add(FloatVector.fromArray(FLOATS, bias, k));
      v.intoArray(z, offset + k);
      max = v.max(max);
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  private static void subtract(float max, float[] z, int offset, int count) {
    for (int k = 0; k < count; k += WIDTH) {
      FloatVector.fromArray(FLOATS, z, offset + k).sub(max).intoArray(z, offset + k);
    }
  }

  @Override
  public void rectify(float[] z, int from, int rows, float[] bias, int at, float leak, float[] a) {
    F32VectorPanels.rectify(z, from, rows, bias, at, leak, a);
  }

  @Override
  public void addRows(float[] values, int from, int rows, float[] sums, int at) {
    F32VectorPanels.addRows(values, from, rows, sums, at);
  }

  @Override
  public void exp(float[] x, int from, float[] y, int to, int count) {
    int whole = count / WIDTH * WIDTH;
    exponentials(x, from, y, to, whole);
    for (int i = whole; i < count; i++) {
      y[to + i] = F32Exp.exp(x[from + i]);
    }
  }

  /** {@link F32Exp#exp} of whole vectors of numbers. */
  private static void exponentials(float[] z, int from, float[] e, int to, int count) {
    FloatVector lowest = FloatVector.broadcast(FLOATS, F32Exp.LOWEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, F32Exp.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOATS, F32Exp.ROUNDER);
    FloatVector high = FloatVector.broadcast(FLOATS, -F32Exp.LN2_HIGH);
    FloatVector low = FloatVector.broadcast(FLOATS, -F32Exp.LN2_LOW);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, z, from + i).max(lowest);
      FloatVector shifted = x.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(low, n.fma(high, x));
      FloatVector p = FloatVector.broadcast(FLOATS, F32Exp.C6);
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C5));
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C2));
      p = p.fma(r, one).fma(r, one);
      IntVector exponent = shifted.reinterpretAsInts().sub(F32Exp.EXPONENT_OF_ONE).max(0);
      p.mul(exponent.lanewise(LSHL, 23).reinterpretAsFloats()).intoArray(e, to + i);
    }
  }

  /** Sums of every 16th entry of a row. */
  private static void addUp(float[] z, int offset, int count, float[] lanes, int at) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int k = lane; k < count; k += LANES) {
        sum = FloatVector.fromArray(FLOATS, z, offset + k).add(sum);
      }
      sum.intoArray(lanes, at + lane);
    }
  }

  /** Room for 16 partial results of {@code count} sums, and for reading a vector beyond them. */
  private static float[] lanesOf(int count) {
    return new float[count * LANES + LANES];
  }

  /**
   * {@link F32Kernels#sumOfLanes} of {@code count} sums at once, each of which then stands at a
   * multiple of {@link #REDUCED}; the entries between are of no meaning.
   */
  private static void sumOfLanes(float[] lanes, int count) {
    for (int i = 0; i < count; i++) {
      for (int lane = 0; lane < REDUCED; lane += WIDTH) {
        FloatVector.fromArray(FLOATS, lanes, i * LANES + lane)
            .add(FloatVector.fromArray(FLOATS, lanes, i * LANES + lane + REDUCED))
            .intoArray(lanes, i * REDUCED + lane);
      }
    }
    for (int distance = REDUCED / 2; distance > 0; distance /= 2) {
      for (int i = 0; i < count * REDUCED; i += WIDTH) {
        FloatVector.fromArray(FLOATS, lanes, i)
            .add(FloatVector.fromArray(FLOATS, lanes, i + distance))
            .intoArray(lanes, i);
      }
    }
  }

  @Override
  public void scaleRows(F32Matrix z, float[] factors) {
    int count = F32Kernels.padded(z.columns());
    for (int i = 0; i < z.rows(); i++) {
      int at = z.row(i);
      for (int k = 0; k < count; k += WIDTH) {
        FloatVector.fromArray(FLOATS, z.array(), at + k)
            .mul(factors[i])
            .intoArray(z.array(), at + k);
      }
    }
  }

  @Override
  public void softmaxDerivative(F32Matrix u, F32Matrix p, float[] factors, int first) {
    int count = F32Kernels.padded(u.columns());
    float[] lanes = lanesOf(u.rows());
    for (int i = 0; i < u.rows(); i++) {
      for (int lane = 0; lane < LANES; lane += WIDTH) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int k = lane; k < count; k += LANES) {
          FloatVector ofRow = FloatVector.fromArray(FLOATS, u.array(), u.row(i) + k);
          sum = ofRow.fma(FloatVector.fromArray(FLOATS, p.array(), p.row(i) + k), sum);
        }
        sum.intoArray(lanes, i * LANES + lane);
      }
    }
    sumOfLanes(lanes, u.rows());
    for (int i = 0; i < u.rows(); i++) {
      int ui = u.row(i);
      int pi = p.row(i);
      float mean = lanes[i * REDUCED];
      float factor = factors[first + i];
      for (int k = 0; k < count; k += WIDTH) {
        FloatVector scale = FloatVector.fromArray(FLOATS, p.array(), pi + k).mul(factor);
        FloatVector.fromArray(FLOATS, u.array(), ui + k)
            .sub(mean)
            .mul(scale)
            .intoArray(u.array(), ui + k);
      }
    }
  }

  @Override
  public void widen(byte[] from, int fromOffset, float[] to, int toOffset, int count) {
    int whole = count / WIDTH * WIDTH;
    for (int i = 0; i < whole; i += WIDTH) {
      IntVector ints =
          (IntVector) ByteVector.fromArray(BYTES, from, fromOffset + i).castShape(INTS, 0);
      ((FloatVector) ints.and(0xFF).castShape(FLOATS, 0)).intoArray(to, toOffset + i);
    }
    for (int i = whole; i < count; i++) {
      to[toOffset + i] = from[fromOffset + i] & 0xFF;
    }
  }

  @Override
  public double addFixed(
      float[] values, int from, double[] scales, long[] sums, int to, int count) {
    return FixedPointVectorKernels.add(values, from, scales, sums, to, count);
  }

  @Override
  public double addFixedRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    return FixedPointVectorKernels.addRows(values, from, scales, rows, count, width, sums);
  }
}
