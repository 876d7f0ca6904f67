package org.sparksoftmax.optimize;

/**
 * A cheap symmetric positive definite model P of the Hessian. L-BFGS starts its inverse Hessian
 * from P⁻¹ in place of the identity, which is the same as minimising over θ' = Lᵀθ with P = LLᵀ:
 * other steps, the same optimum.
 */
public interface Preconditioner {

  /** P = I: plain L-BFGS. */
  Preconditioner IDENTITY =
      new Preconditioner() {
        @Override
        public void solveInPlace(double[] vector) {}

        @Override
        public boolean knowsScale() {
          return false;
        }
      };

  /** v ← P⁻¹ v. */
  void solveInPlace(double[] vector);

  /** Whether P has the scale of the Hessian, so that a first step of P⁻¹∇J is about right. */
  boolean knowsScale();
}
