package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Gemm} using the Vector API: the loops around the tiles.
 *
 * <p>With 512-bit vectors, a tile of eight rows by three panels keeps 24 sums in registers, and a
 * step takes 11 loads for 24 multiply-adds. (Tiles of four rows by four panels are 4 % slower, four
 * by six 20 to 30 %.) Tiles of eight rows by one vector process the remaining panels, and all
 * panels if vectors are narrower (16 registers).
 */
final class F32VectorGemm implements F32Gemm {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** Lanes of a vector: 16 with AVX-512, 8 with AVX2. */
  private static final int WIDTH = FLOATS.length();

  /** Rows per tile. */
  private static final int ROWS = 8;

  /** Panels per wide tile. */
  private static final int WIDE = 3;

  /** Steps per block of a product, so that the part of B they read stays in the cache. */
  private static final int STEPS = 512;

  /** Initial values of the sums of a tile. */
  private static final float[] ZEROS = new float[ROWS * PANEL];

  @Override
  public String description() {
    return String.format(Locale.ROOT, "vector (%d bits)", FLOATS.vectorBitSize());
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

  /** Number of the given panels that wide tiles process. */
  private static int wide(int panels) {
    return WIDTH == PANEL ? panels / WIDE * WIDE : 0;
  }

  /** Adds {@code steps} steps of the product to three panels of C. */
  private static void wide(
      F32Panels a, int rows, int from, int steps, F32Panels b, F32Panels c, int panel) {
    int bAt = b.panelOffset(panel) + from * PANEL;
    for (int i = 0; i < rows; i += ROWS) {
      int cAt = c.panelOffset(panel) + i * PANEL;
      F32VectorTiles.wide(
          a.array(),
          a.index(i, from),
          a.panelStride(),
          b.array(),
          bAt,
          b.panelStride(),
          steps,
          from == 0 ? ZEROS : c.array(),
          from == 0 ? 0 : cAt,
          from == 0 ? 0 : c.panelStride(),
          c.array(),
          cAt,
          c.panelStride());
    }
  }

  /** Adds {@code steps} steps of the product to one panel of C. */
  private static void narrow(
      F32Panels a, int rows, int from, int steps, F32Panels b, F32Panels c, int panel) {
    int bAt = b.panelOffset(panel) + from * PANEL;
    for (int i = 0; i < rows; i += ROWS) {
      int cAt = c.panelOffset(panel) + i * PANEL;
      for (int lane = 0; lane < PANEL; lane += WIDTH) {
        F32VectorTiles.narrow(
            a.array(),
            a.index(i, from),
            a.panelStride(),
            b.array(),
            bAt + lane,
            steps,
            from == 0 ? ZEROS : c.array(),
            from == 0 ? 0 : cAt + lane,
            c.array(),
            cAt + lane);
      }
    }
  }

  @Override
  public void addTransposedProduct(F32Panels r, F32Panels x, int rows, F32Panels g) {
    F32Gemm.requireTransposedFactors(r, x, rows, g);
    float[] sums = new float[ROWS * WIDE * PANEL];
    int panel = 0;
    for (; panel < wide(x.panels()); panel += WIDE) {
      int xAt = x.panelOffset(panel);
      for (int j = 0; j < r.columns(); j += ROWS) {
        F32VectorTransposedTiles.wide(
            r.array(), r.index(0, j), x.array(), xAt, x.panelStride(), rows, sums);
        addTile(sums, WIDE, g, j, panel, 0, r.columns());
      }
    }
    for (; panel < x.panels(); panel++) {
      int xAt = x.panelOffset(panel);
      for (int j = 0; j < r.columns(); j += ROWS) {
        for (int lane = 0; lane < PANEL; lane += WIDTH) {
          F32VectorTransposedTiles.narrow(
              r.array(), r.index(0, j), x.array(), xAt + lane, rows, sums);
          addTile(sums, 1, g, j, panel, lane, r.columns());
        }
      }
    }
  }

  /** Adds the sums of a tile to the rows of G from {@code j} on, skipping rows past the end. */
  private static void addTile(
      float[] sums, int vectors, F32Panels g, int j, int panel, int lane, int rows) {
    int count = Math.min(ROWS, rows - j);
    for (int v = 0; v < vectors; v++) {
      int to = g.panelOffset(panel + v) + j * PANEL + lane;
      for (int c = 0; c < count; c++) {
        FloatVector.fromArray(FLOATS, g.array(), to + c * PANEL)
            .add(FloatVector.fromArray(FLOATS, sums, (c * vectors + v) * WIDTH))
            .intoArray(g.array(), to + c * PANEL);
      }
    }
  }
}
