/**
 * Penalties on the parameters, added on the driver once per evaluation.
 *
 * <p>The objective is J(θ) = L(θ) + penalty(W); the L2 penalty is λ/2 ‖W‖₂² with the gradient λW.
 * Intercepts are never penalised: moving all classes' logits by a constant is no complexity. The
 * factor ½ makes λ the modulus by which the penalty makes J strongly convex in W.
 */
package org.sparksoftmax.regularize;
