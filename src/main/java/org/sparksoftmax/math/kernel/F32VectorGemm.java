package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Gemm} using the Vector API: the loops around the tiles.
 *
 * <p>With {@link VectorRegisters#areMany many registers}, a tile of eight rows by three vectors
 * keeps 24 sums in registers, and a step takes 11 loads for 24 multiply-adds. (Tiles of four rows
 * by four vectors are 4 % slower, four by six 20 to 30 %.) Tiles of eight rows by one vector
 * process the remaining vectors.
 *
 * <p>With 16 registers, the 16 rows of a panel are divided into tiles of six, five and five rows by
 * two vectors: 8 loads for 12 multiply-adds, 7 for 10. (Tiles of four by two are 15 % slower, of
 * eight by one 20 %.) Such tiles leave no time to divide indices in every step, so 16 rows of A at
 * a time are transposed, and A B is computed like Rᵀ X. A transposition takes as long as the
 * product with a few columns, so products with a single panel use tiles of eight by one.
 */
final class F32VectorGemm implements F32Gemm {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final boolean MANY_REGISTERS = VectorRegisters.OF_MACHINE.areMany();

  /** Lanes of a vector: 16 with AVX-512, 8 with AVX2. */
  private static final int WIDTH = FLOATS.length();

  /** Rows of most tiles. */
  private static final int ROWS = 8;

  /** Vectors per tile with many registers, and with few. */
  private static final int WIDE = 3;

  private static final int PAIR = 2;

  /** Rows of the tiles of a panel with few registers. */
  private static final int[] FEW_ROWS = {6, 5, 5};

  /** Steps per block of a product, so that the part of B they read stays in the cache. */
  private static final int STEPS = MANY_REGISTERS ? 512 : 256;

  /** Initial values of the sums of a tile. */
  private static final float[] ZEROS = new float[ROWS * PANEL];

  @Override
  public String description() {
    return String.format(Locale.ROOT, "vector (%d bits)", FLOATS.vectorBitSize());
  }

  /** Number of vectors in a row of panels. */
  private static int vectors(F32Panels m) {
    return m.paddedColumns() / WIDTH;
  }

  /** Position of vector {@code v} of row {@code i}. */
  private static int at(F32Panels m, int i, int v) {
    return m.index(i, v * WIDTH);
  }

  @Override
  public void multiply(F32Panels a, int rows, F32Panels b, F32Panels c) {
    F32Gemm.requireFactors(a, rows, b, c);
    boolean transposes = !MANY_REGISTERS && c.panels() > 1;
    float[] r = new float[transposes ? Math.min(STEPS, a.paddedColumns()) * PANEL : 0];
    for (int from = 0; from < a.columns(); from += STEPS) {
      int steps = Math.min(STEPS, a.columns() - from);
      int v = 0;
      for (; MANY_REGISTERS && v + WIDE <= vectors(c); v += WIDE) {
        wide(a, rows, from, steps, b, c, v);
      }
      for (; !transposes && v < vectors(c); v++) {
        narrow(a, rows, from, steps, b, c, v);
      }
      for (int i = 0; transposes && i < rows; i += PANEL) {
        transpose(a, i, from, steps, r);
        pairs(r, rows, from, steps, b, c, i);
      }
    }
  }

  /** Adds {@code steps} steps of the product to three vectors of columns of C. */
  private static void wide(
      F32Panels a, int rows, int from, int steps, F32Panels b, F32Panels c, int v) {
    boolean first = from == 0;
    int b0 = at(b, from, v);
    int b1 = at(b, from, v + 1);
    int b2 = at(b, from, v + 2);
    for (int i = 0; i < rows; i += ROWS) {
      int c0 = at(c, i, v);
      int c1 = at(c, i, v + 1);
      int c2 = at(c, i, v + 2);
      F32VectorTiles.eightByThree(
          a.array(),
          a.index(i, from),
          a.panelStride(),
          b.array(),
          b0,
          b1,
          b2,
          steps,
          first ? ZEROS : c.array(),
          first ? 0 : c0,
          first ? 0 : c1,
          first ? 0 : c2,
          c.array(),
          c0,
          c1,
          c2);
    }
  }

  /** Adds {@code steps} steps of the product to one vector of columns of C. */
  private static void narrow(
      F32Panels a, int rows, int from, int steps, F32Panels b, F32Panels c, int v) {
    boolean first = from == 0;
    for (int i = 0; i < rows; i += ROWS) {
      F32VectorTiles.eightByOne(
          a.array(),
          a.index(i, from),
          a.panelStride(),
          b.array(),
          at(b, from, v),
          steps,
          first ? ZEROS : c.array(),
          first ? 0 : at(c, i, v),
          c.array(),
          at(c, i, v));
    }
  }

  /** Adds {@code steps} steps of the product to the 16 rows of C that start at row {@code i}. */
  private static void pairs(
      float[] r, int rows, int from, int steps, F32Panels b, F32Panels c, int i) {
    boolean first = from == 0;
    for (int v = 0; v < vectors(c); v += PAIR) {
      int bAt = at(b, from, v);
      int row = i;
      for (int t = 0; t < FEW_ROWS.length && row < rows; t++) {
        int cAt = at(c, row, v);
        int startAt = first ? 0 : cAt;
        pair(
            t,
            r,
            row - i,
            b.array(),
            bAt,
            steps,
            first ? ZEROS : c.array(),
            startAt,
            c.array(),
            cAt);
        row += FEW_ROWS[t];
      }
    }
  }

  /** Calls tile {@code t} of the tiles with few registers. */
  private static void pair(
      int t,
      float[] r,
      int rAt,
      float[] x,
      int xAt,
      int steps,
      float[] start,
      int startAt,
      float[] out,
      int outAt) {
    if (t == 0) {
      F32VectorTransposedTiles.sixByTwo(r, rAt, x, xAt, steps, start, startAt, out, outAt);
    } else {
      F32VectorTransposedTiles.fiveByTwo(r, rAt, x, xAt, steps, start, startAt, out, outAt);
    }
  }

  /** R = Aᵀ for 16 rows of A from row {@code i} on and some columns from {@code from} on. */
  private static void transpose(F32Panels a, int i, int from, int steps, float[] r) {
    for (int p = 0; p < steps; p += PANEL) {
      transpose(a.array(), a.index(i, from + p), Math.min(PANEL, steps - p), r, p * PANEL);
    }
  }

  /** Transposes 16 rows of one panel. */
  private static void transpose(float[] a, int at, int columns, float[] r, int to) {
    for (int c = 0; c < columns; c++) {
      int row = to + c * PANEL;
      r[row] = a[at + c];
      r[row + 1] = a[at + c + PANEL];
      r[row + 2] = a[at + c + 2 * PANEL];
      r[row + 3] = a[at + c + 3 * PANEL];
      r[row + 4] = a[at + c + 4 * PANEL];
      r[row + 5] = a[at + c + 5 * PANEL];
      r[row + 6] = a[at + c + 6 * PANEL];
      r[row + 7] = a[at + c + 7 * PANEL];
      r[row + 8] = a[at + c + 8 * PANEL];
      r[row + 9] = a[at + c + 9 * PANEL];
      r[row + 10] = a[at + c + 10 * PANEL];
      r[row + 11] = a[at + c + 11 * PANEL];
      r[row + 12] = a[at + c + 12 * PANEL];
      r[row + 13] = a[at + c + 13 * PANEL];
      r[row + 14] = a[at + c + 14 * PANEL];
      r[row + 15] = a[at + c + 15 * PANEL];
    }
  }

  @Override
  public void addTransposedProduct(
      F32Panels r, F32Panels x, int rows, F32Panels g, int from, int to) {
    F32Gemm.requireTransposedFactors(r, x, rows, g);
    F32Panels sums = F32Panels.zeros(PANEL, WIDE * WIDTH);
    int end = to * (PANEL / WIDTH);
    for (int v = from * (PANEL / WIDTH); v < end; ) {
      int count = MANY_REGISTERS ? (v + WIDE <= end ? WIDE : 1) : PAIR;
      for (int panel = 0; panel < r.columns(); panel += PANEL) {
        int columns = Math.min(PANEL, r.columns() - panel);
        if (MANY_REGISTERS) {
          sumsOfEights(r, panel, columns, x, v, count, rows, sums);
        } else {
          sumsOfPairs(r, panel, columns, x, v, rows, sums);
        }
        add(sums, columns, count, g, panel, v);
      }
      v += count;
    }
  }

  /** Sums of at least {@code columns} columns of a panel of R, for one or three vectors of X. */
  private static void sumsOfEights(
      F32Panels r,
      int panel,
      int columns,
      F32Panels x,
      int v,
      int count,
      int rows,
      F32Panels sums) {
    for (int c = 0; c < columns; c += ROWS) {
      int rAt = r.index(0, panel + c);
      int to = at(sums, c, 0);
      if (count == 1) {
        F32VectorTransposedTiles.eightByOne(
            r.array(), rAt, x.array(), at(x, 0, v), rows, sums.array(), to);
      } else {
        F32VectorTransposedTiles.eightByThree(
            r.array(),
            rAt,
            x.array(),
            at(x, 0, v),
            at(x, 0, v + 1),
            at(x, 0, v + 2),
            rows,
            sums.array(),
            to,
            at(sums, c, 1),
            at(sums, c, 2));
      }
    }
  }

  /** Like {@link #sumsOfEights}, for two vectors with few registers. */
  private static void sumsOfPairs(
      F32Panels r, int panel, int columns, F32Panels x, int v, int rows, F32Panels sums) {
    int c = 0;
    for (int t = 0; t < FEW_ROWS.length && c < columns; t++) {
      int rAt = r.index(0, panel + c);
      pair(t, r.array(), rAt, x.array(), at(x, 0, v), rows, ZEROS, 0, sums.array(), at(sums, c, 0));
      c += FEW_ROWS[t];
    }
  }

  /** Adds sums to {@code rows} rows of G, from row {@code j} and vector {@code v} on. */
  private static void add(F32Panels sums, int rows, int vectors, F32Panels g, int j, int v) {
    for (int u = 0; u < vectors; u++) {
      int from = at(sums, 0, u);
      int to = at(g, j, v + u);
      for (int c = 0; c < rows; c++) {
        FloatVector.fromArray(FLOATS, g.array(), to + c * PANEL)
            .add(FloatVector.fromArray(FLOATS, sums.array(), from + c * PANEL))
            .intoArray(g.array(), to + c * PANEL);
      }
    }
  }
}
