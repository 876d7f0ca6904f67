package org.sparksoftmax.math.network;

import java.io.Serializable;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Dropout of the units of hidden layers (Srivastava et al. 2014). Each unit is dropped with
 * probability p and the others are divided by 1 − p, so that prediction needs no correction. The
 * choice depends only on the seed, the step, the row and the unit. p is rounded to a multiple of
 * 2^−16. Immutable.
 */
public final class Dropout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No dropout. */
  public static final Dropout NONE = new Dropout(0, 0, 0);

  /** Number of units that share one draw of random bits. */
  static final int TOGETHER = 4;

  private static final int BITS = 16;

  /** p in units of 2^−16. */
  private final int threshold;

  private final long seed;
  private final long step;

  /**
   * @param rate p, in [0, 1)
   * @param step number of the step in the run
   */
  public Dropout(double rate, long seed, long step) {
    this.threshold = Math.min((1 << BITS) - 1, (int) Math.rint(rate * (1 << BITS)));
    this.seed = seed;
    this.step = step;
  }

  /** Whether every unit is kept. */
  public boolean isNone() {
    return threshold == 0;
  }

  /** 1 / (1 − p): the factor of the units that are kept. */
  public double factor() {
    return 1.0 / (1 - threshold * 0x1p-16);
  }

  /** The random key of row {@code i} of block {@code order} in layer {@code l}. */
  long key(long order, int i, int l) {
    return Hashing.mix(Hashing.mix(Hashing.mix(Hashing.mix(seed, step), order), i), l);
  }

  /** The random bits of {@link #TOGETHER} units, starting at {@code first}, a multiple of it. */
  long bits(long key, int first) {
    return Hashing.finish(key + first / TOGETHER * 0x9E3779B97F4A7C15L);
  }

  /** Whether unit {@code place} of the group with random bits {@code bits} is kept. */
  boolean keeps(long bits, int place) {
    return (int) (bits >>> (place * BITS) & 0xFFFF) >= threshold;
  }
}
