package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Kernels.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums in {@link F32Kernels#LANES} partial sums, added up in the Vector API. */
final class F32VectorSums {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = FLOATS.length();

  /** From one result of {@link #sumOfLanes} to the next. */
  static final int DISTANCE = LANES / 2;

  private F32VectorSums() {}

  /** Room for 16 partial results of {@code count} sums, and for reading a vector beyond them. */
  static float[] lanesOf(int count) {
    return new float[count * LANES + LANES];
  }

  /**
   * {@link F32Kernels#sumOfLanes} of {@code count} sums at once, leaving each at a multiple of
   * {@link #DISTANCE}; the entries between are undefined.
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
