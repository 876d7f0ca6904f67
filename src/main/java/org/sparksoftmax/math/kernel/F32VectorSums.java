package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Kernels.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Adds up groups of {@link F32Kernels#LANES} partial sums using the Vector API. */
final class F32VectorSums {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final int WIDTH = FLOATS.length();

  /** Distance between consecutive results of {@link #sumOfLanes}. */
  static final int DISTANCE = LANES / 2;

  private F32VectorSums() {}

  /** Allocates 16 partial sums for {@code count} sums, and padding for reads past the end. */
  static float[] lanesOf(int count) {
    return new float[count * LANES + LANES];
  }

  /**
   * Applies {@link F32Kernels#sumOfLanes} to {@code count} sums at once. Sum i is left at i·{@link
   * #DISTANCE}; the entries in between are undefined.
   */
  static void sumOfLanes(float[] lanes, int count) {
    for (int i = 0; i < count; i++) {
      for (int lane = 0; lane < DISTANCE; lane += WIDTH) {
        FloatVector.fromArray(FLOATS, lanes, i * LANES + lane)
            .add(FloatVector.fromArray(FLOATS, lanes, i * LANES + lane + DISTANCE))
            .intoArray(lanes, i * DISTANCE + lane);
      }
    }
    for (int distance = DISTANCE / 2; distance > 0; distance /= 2) {
      for (int i = 0; i < count * DISTANCE; i += WIDTH) {
        FloatVector.fromArray(FLOATS, lanes, i)
            .add(FloatVector.fromArray(FLOATS, lanes, i + distance))
            .intoArray(lanes, i);
      }
    }
  }
}
