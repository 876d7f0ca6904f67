package org.sparksoftmax.math.optimize;

/**
 * Where the rounding of the arithmetic, and not the tolerance, ended a run.
 *
 * @param noise how far rounding may move the objective, see {@link
 *     org.sparksoftmax.math.objective.Objective#noise}
 * @param gain what the next step promised to decrease it by
 * @param negligible what the objective may be off by without anybody missing it
 */
public record NoiseLimit(double noise, double gain, double negligible) {

  /** Share of the objective that is negligible, however small the tolerance. */
  private static final double NEGLIGIBLE = 1e-4;

  /** A loss below it is that of certain and right predictions. */
  private static final double LEAST = 1e-12;

  /**
   * @param tolerance decrease that the tolerance of the run takes for none
   */
  static NoiseLimit of(double noise, double gain, double objective, double tolerance) {
    return new NoiseLimit(
        noise, gain, Math.max(LEAST, Math.max(NEGLIGIBLE * Math.abs(objective), tolerance)));
  }

  /** By how much the objective may be off. */
  public double uncertainty() {
    return Math.max(noise, gain);
  }

  /** Whether the objective may be off by more than is negligible. */
  public boolean matters() {
    return !(uncertainty() <= negligible);
  }
}
