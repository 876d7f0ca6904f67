package org.sparksoftmax.math.curvature;

import org.sparksoftmax.math.linalg.FloatVectors;
import org.sparksoftmax.math.optimize.Preconditioner;

/**
 * P is the Hessian at θ of a sample of the rows. P⁻¹v is approximated by conjugate gradients with a
 * diagonal preconditioner (sub-sampled Newton-CG: Byrd, Chin, Neveitt and Nocedal 2011). The
 * correction pairs of L-BFGS compensate for the sampling error.
 *
 * <p>Runs on all cores of the driver. Results are bitwise independent of their number.
 */
public final class NewtonPreconditioner implements Preconditioner {

  /** Relative residual at which conjugate gradients stop: better solutions save no evaluations. */
  private static final double TOLERANCE = 0.3;

  private static final int MAX_PRODUCTS = 50;

  private static final int MIN_PRODUCTS = 4;

  private final SampledHessian hessian;
  private final int maxProducts;
  private long products;
  private long nanoseconds;

  /**
   * Creates a preconditioner with up to {@value #MAX_PRODUCTS} products, fewer if the sample has
   * fewer rows than features. Such a sample carries little information about the curvature along
   * most directions, and solving for them would overfit it. A few conjugate gradient steps leave
   * these directions alone.
   */
  public NewtonPreconditioner(SampledHessian hessian) {
    this.hessian = hessian;
    double share = (double) hessian.rows() / hessian.features();
    this.maxProducts =
        (int) Math.max(MIN_PRODUCTS, Math.min(MAX_PRODUCTS, Math.round(MAX_PRODUCTS * share)));
  }

  /** Number of Hessian-vector products so far. */
  public long products() {
    return products;
  }

  /** Time spent so far. */
  public double seconds() {
    return nanoseconds * 1e-9;
  }

  @Override
  public double[] solve(double[] parameters, double[] vector) {
    long start = System.nanoTime();
    double[] solution = new double[vector.length];
    double unit = hessian.scaledGradientMaximum(vector);
    if (unit > 0) {
      hessian.moveTo(parameters);
      hessian.unscaleStep(solveScaled(hessian.scaledGradient(vector, unit)), unit, solution);
    }
    nanoseconds += System.nanoTime() - start;
    return solution;
  }

  @Override
  public double curvature(double[] vector) {
    long start = System.nanoTime();
    double unit = hessian.scaledStepMaximum(vector);
    double curvature = 0;
    if (unit > 0) {
      float[] v = hessian.scaledStep(vector, unit);
      float[] product = new float[v.length];
      hessian.multiply(v, product);
      products++;
      curvature = FloatVectors.dot(v, product) * unit * unit;
    }
    nanoseconds += System.nanoTime() - start;
    return curvature;
  }

  /**
   * x with H x ≈ r (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 5.3). At least
   * the first step is taken, and every iterate has rᵀx > 0.
   */
  private float[] solveScaled(float[] r) {
    float[] inverse = hessian.inverseDiagonal();
    float[] x = new float[r.length];
    float[] p = new float[r.length];
    float[] product = new float[r.length];
    FloatVectors.nextDirection(p, r, inverse, 0);
    double squared = FloatVectors.squared(r, inverse);
    double enough = TOLERANCE * TOLERANCE * squared;
    for (int i = 0; i < maxProducts && squared > enough; i++) {
      hessian.multiply(p, product);
      products++;
      double curvature = FloatVectors.dot(p, product);
      if (!(curvature > 0) || !Double.isFinite(curvature)) {
        break;
      }
      double next = FloatVectors.step(squared / curvature, p, product, inverse, x, r);
      FloatVectors.nextDirection(p, r, inverse, next / squared);
      squared = next;
    }
    return x;
  }
}
