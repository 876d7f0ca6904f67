package org.sparksoftmax.math.optimize;

/**
 * The state of a run that ended because of rounding errors and not by its tolerance.
 *
 * @param noise the rounding error of the objective, see {@link
 *     org.sparksoftmax.math.objective.Objective#noise}
 * @param gain the expected decrease of the next step
 * @param negligible a negligible difference of the objective
 */
public record NoiseLimit(double noise, double gain, double negligible) {

  /** Share of the objective that is negligible, however small the tolerance. */
  private static final double NEGLIGIBLE = 1e-4;

  /** A smaller loss means certain and correct predictions. */
  private static final double LEAST = 1e-12;

  /**
   * @param tolerance the decrease that the tolerance of the run neglects
   */
  static NoiseLimit of(double noise, double gain, double objective, double tolerance) {
    return new NoiseLimit(
        noise, gain, Math.max(LEAST, Math.max(NEGLIGIBLE * Math.abs(objective), tolerance)));
  }

  /** A bound of the distance of the objective from its minimum. */
  public double uncertainty() {
    return Math.max(noise, gain);
  }

  /** Whether that distance may be more than negligible. */
  public boolean matters() {
    return !(uncertainty() <= negligible);
  }
}
