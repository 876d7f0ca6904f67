package org.sparksoftmax.math.optimize;

/**
 * Describes a run that was ended by rounding errors rather than by its tolerance.
 *
 * @param noise how far rounding may move the objective, see {@link
 *     org.sparksoftmax.math.objective.Objective#noise}
 * @param gain decrease that the next step promised
 * @param negligible error of the objective that is considered negligible
 */
public record NoiseLimit(double noise, double gain, double negligible) {

  /** Share of the objective that is negligible, however small the tolerance. */
  private static final double NEGLIGIBLE = 1e-4;

  /** Negligible in any case: a smaller loss means certain and correct predictions. */
  private static final double LEAST = 1e-12;

  /**
   * @param tolerance decrease that the tolerance of the run treats as zero
   */
  static NoiseLimit of(double noise, double gain, double objective, double tolerance) {
    return new NoiseLimit(
        noise, gain, Math.max(LEAST, Math.max(NEGLIGIBLE * Math.abs(objective), tolerance)));
  }

  /** How far the objective may be from its minimum. */
  public double uncertainty() {
    return Math.max(noise, gain);
  }

  /** Whether that uncertainty is more than negligible. */
  public boolean matters() {
    return !(uncertainty() <= negligible);
  }
}
