package org.sparksoftmax.linalg;

import static org.sparksoftmax.linalg.F32Panels.PANEL;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Gemm} in the Vector API: the loops around the tiles.
 *
 * <p>With 512 bits, a tile of eight rows by three panels keeps 24 sums in registers: a step takes
 * 11 loads for 24 multiply-adds. What is left of the panels, and all of them with narrower vectors
 * (16 registers), goes by tiles of eight rows by one vector.
 */
final class F32VectorGemm implements F32Gemm {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Entries of one vector: 16 with AVX-512, 8 with AVX2. */
  private static final int WIDTH = FLOATS.length();

  /** Rows of a tile. */
  private static final int ROWS = 8;

  /** Panels of a wide tile. */
  private static final int WIDE = 3;

  /** Steps of a product before the next tile: what they read of B stays in the cache meanwhile. */
  private static final int STEPS = Integer.getInteger("gemm.steps", 256);

  @Override
  public String description() {
    return "vector (%d bits)".formatted(FLOATS.vectorBitSize());
  }

  @Override
  public void multiply(F32Panels a, int rows, F32Panels b, F32Panels c) {
    F32Gemm.requireFactors(a, rows, b, c);
    for (int from = 0; from < a.columns(); from += STEPS) {
      int steps = Math.min(STEPS, a.columns() - from);
      int panel = 0;
      for (; panel < wide(c.panels()); panel += WIDE) {
        wide(a, rows, from, steps, b, c, panel);
      }
      for (; panel < c.panels(); panel++) {
        narrow(a, rows, from, steps, b, c, panel);
      }
    }
  }

  /** How many of some panels go by wide tiles. */
  private static int wide(int panels) {
    return WIDTH == PANEL ? panels / WIDE * WIDE : 0;
  }

  /** Adds some steps to three panels of C. */
  private static void wide(
      F32Panels a, int rows, int from, int steps, F32Panels b, F32Panels c, int panel) {
    int b0 = b.panelOffset(panel) + from * PANEL;
    int b1 = b0 + b.panelStride();
    int b2 = b1 + b.panelStride();
    for (int i = 0; i < rows; i += ROWS) {
      int c0 = c.panelOffset(panel) + i * PANEL;
      int c1 = c0 + c.panelStride();
      int c2 = c1 + c.panelStride();
      if (from == 0) {
        Arrays.fill(c.array(), c0, c0 + ROWS * PANEL, 0f);
        Arrays.fill(c.array(), c1, c1 + ROWS * PANEL, 0f);
        Arrays.fill(c.array(), c2, c2 + ROWS * PANEL, 0f);
      }
      F32VectorTiles.addEightByThree(
          a.array(),
          a.index(i, from),
          a.panelStride(),
          b.array(),
          b0,
          b1,
          b2,
          steps,
          c.array(),
          c0,
          c1,
          c2);
    }
  }

  /** Adds some steps to one panel of C. */
  private static void narrow(
      F32Panels a, int rows, int from, int steps, F32Panels b, F32Panels c, int panel) {
    int b0 = b.panelOffset(panel) + from * PANEL;
    for (int i = 0; i < rows; i += ROWS) {
      int c0 = c.panelOffset(panel) + i * PANEL;
      if (from == 0) {
        Arrays.fill(c.array(), c0, c0 + ROWS * PANEL, 0f);
      }
      for (int lane = 0; lane < PANEL; lane += WIDTH) {
        F32VectorTiles.addEightByOne(
            a.array(),
            a.index(i, from),
            a.panelStride(),
            b.array(),
            b0 + lane,
            steps,
            c.array(),
            c0 + lane);
      }
    }
  }

  @Override
  public void addTransposedProduct(F32Panels r, F32Panels x, int rows, F32Panels g) {
    F32Gemm.requireTransposedFactors(r, x, rows, g);
    float[] sums = new float[ROWS * WIDE * PANEL];
    int panel = 0;
    for (; panel < wide(x.panels()); panel += WIDE) {
      int x0 = x.panelOffset(panel);
      int x1 = x0 + x.panelStride();
      int x2 = x1 + x.panelStride();
      for (int j = 0; j < r.columns(); j += ROWS) {
        F32VectorTransposedTiles.eightByThree(
            r.array(), r.index(0, j), x.array(), x0, x1, x2, rows, sums);
        int count = Math.min(ROWS, r.columns() - j);
        addTile(sums, count, WIDE, g, j, panel, 0);
      }
    }
    for (; panel < x.panels(); panel++) {
      for (int j = 0; j < r.columns(); j += ROWS) {
        int count = Math.min(ROWS, r.columns() - j);
        for (int lane = 0; lane < PANEL; lane += WIDTH) {
          F32VectorTransposedTiles.eightByOne(
              r.array(), r.index(0, j), x.array(), x.panelOffset(panel) + lane, rows, sums);
          addTile(sums, count, 1, g, j, panel, lane);
        }
      }
    }
  }

  /** Adds {@code count} rows of {@code vectors} sums to G, one vector a panel. */
  private static void addTile(
      float[] sums, int count, int vectors, F32Panels g, int j, int panel, int lane) {
    for (int c = 0; c < count; c++) {
      for (int v = 0; v < vectors; v++) {
        int to = g.panelOffset(panel + v) + (j + c) * PANEL + lane;
        FloatVector.fromArray(FLOATS, g.array(), to)
            .add(FloatVector.fromArray(FLOATS, sums, (c * vectors + v) * WIDTH))
            .intoArray(g.array(), to);
      }
    }
  }
}
