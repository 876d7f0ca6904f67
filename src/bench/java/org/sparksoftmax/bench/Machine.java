package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What the machine could do at best, measured in the same run as what it does. */
final class Machine {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 1 << 22;

  /** Floats that no cache holds, for each thread. */
  private static final int BEYOND_CACHES = 1 << 25;

  private static final int ROUNDS = 12;

  private Machine() {}

  /** GFLOP/s of multiply-adds in registers, on all threads at once. */
  static double gigaflops(int threads) throws Exception {
    return best(threads, thread -> multiplyAdds(new float[1]));
  }

  /** GB/s of reading memory, on all threads at once. */
  static double gigabytes(int threads) throws Exception {
    float[][] arrays = new float[threads][BEYOND_CACHES];
    return best(threads, thread -> read(arrays[thread], new float[1]));
  }

  private static double best(int threads, IntToDoubleFunction work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        List<Future<Double>> parts = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int thread = t;
          parts.add(pool.submit(() -> work.applyAsDouble(thread)));
        }
        double done = 0;
        for (Future<Double> part : parts) {
          done += part.get();
        }
        best = Math.max(best, done / (System.nanoTime() - start));
      }
      return best;
    } finally {
      pool.shutdown();
    }
  }

  /** Fused multiply-adds on registers only, as many as hide their latency; returns flops done. */
  static double multiplyAdds(float[] sink) {
    FloatVector a = FloatVector.broadcast(FLOATS, 0.999f);
    FloatVector b = FloatVector.broadcast(FLOATS, 1e-3f);
    FloatVector s0 = b;
    FloatVector s1 = b;
    FloatVector s2 = b;
    FloatVector s3 = b;
    FloatVector s4 = b;
    FloatVector s5 = b;
    FloatVector s6 = b;
    FloatVector s7 = b;
    FloatVector s8 = b;
    FloatVector s9 = b;
    for (int i = 0; i < STEPS; i++) {
      s0 = a.fma(b, s0);
      s1 = a.fma(b, s1);
      s2 = a.fma(b, s2);
      s3 = a.fma(b, s3);
      s4 = a.fma(b, s4);
      s5 = a.fma(b, s5);
      s6 = a.fma(b, s6);
      s7 = a.fma(b, s7);
      s8 = a.fma(b, s8);
      s9 = a.fma(b, s9);
    }
    sink[0] =
        s0.add(s1)
            .add(s2)
            .add(s3)
            .add(s4)
            .add(s5)
            .add(s6)
            .add(s7)
            .add(s8)
            .add(s9)
            .reduceLanes(VectorOperators.ADD);
    return 2.0 * 10 * FLOATS.length() * STEPS;
  }

  /** Reads an array once; returns its bytes. */
  static double read(float[] array, float[] sink) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int step = 4 * FLOATS.length();
    for (int i = 0; i + step <= array.length; i += step) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, array, i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, array, i + FLOATS.length()));
      s2 = s2.add(FloatVector.fromArray(FLOATS, array, i + 2 * FLOATS.length()));
      s3 = s3.add(FloatVector.fromArray(FLOATS, array, i + 3 * FLOATS.length()));
    }
    sink[0] = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    return (double) Float.BYTES * array.length;
  }
}
