package org.sparksoftmax.math.network;

import java.io.Serializable;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Which units of a hidden layer a row does without (Srivastava et al. 2014): each is left out with
 * probability p, and what is left is divided by 1 − p, so that nothing needs to be done when the
 * model is used. What is left out follows from the seed, the number of the step, the row and the
 * unit alone. p is rounded to a multiple of 2^−16. Immutable.
 */
public final class Dropout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every unit stays. */
  public static final Dropout NONE = new Dropout(0, 0, 0);

  /** Units that are decided over at a time. */
  static final int TOGETHER = 4;

  private static final int BITS = 16;

  /** p in units of 2^−16. */
  private final int threshold;

  private final long seed;
  private final long step;

  /**
   * @param rate p, 0 to below 1
   * @param step which of the steps of a run
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

  /** The key of row {@code i} of the block {@code order} in layer {@code l}. */
  long key(long order, int i, int l) {
    return Hashing.mix(Hashing.mix(Hashing.mix(Hashing.mix(seed, step), order), i), l);
  }

  /** The random bits of the {@link #TOGETHER} units from {@code first} on, a multiple of it. */
  long bits(long key, int first) {
    return Hashing.finish(key + first / TOGETHER * 0x9E3779B97F4A7C15L);
  }

  /** Whether unit number {@code place} of those that {@code bits} belongs to is kept. */
  boolean keeps(long bits, int place) {
    return (int) (bits >>> (place * BITS) & 0xFFFF) >= threshold;
  }
}
