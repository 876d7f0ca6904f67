package org.sparksoftmax.math.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The panel operations of {@link F32Kernels} using the Vector API. */
final class F32VectorPanels {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(FLOATS).getClass();
  private static final int WIDTH = FLOATS.length();

  private F32VectorPanels() {}

  static void rectify(float[] z, int from, int rows, float[] bias, int at, float leak, float[] a) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int lane = 0; lane < F32Panels.PANEL; lane += WIDTH) {
      int end = from + lane + rows * F32Panels.PANEL;
      for (int i = from + lane; i < end; i += F32Panels.PANEL) {
        FloatVector sum =
            FloatVector.fromArray(FLOATS, z, i).add(FloatVector.fromArray(FLOATS, bias, at + lane));
        VectorMask<Float> positive = sum.compare(VectorOperators.GT, 0f);
        FloatVector slope = FloatVector.broadcast(FLOATS, leak).blend(one, positive);
        slope.mul(sum).intoArray(a, i);
        slope.intoArray(z, i);
      }
    }
  }

  static void addRows(float[] values, int from, int rows, float[] sums, int at) {
    for (int lane = 0; lane < F32Panels.PANEL; lane += WIDTH) {
      FloatVector sum = FloatVector.fromArray(FLOATS, sums, at + lane);
      int end = from + lane + rows * F32Panels.PANEL;
      for (int i = from + lane; i < end; i += F32Panels.PANEL) {
        sum = sum.add(FloatVector.fromArray(FLOATS, values, i));
      }
      // The compiler cannot infer the class after a loop: see F32VectorTiles.
      VECTOR.cast(sum).intoArray(sums, at + lane);
    }
  }
}
