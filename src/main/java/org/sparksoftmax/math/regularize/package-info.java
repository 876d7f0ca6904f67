/**
 * Penalties on the parameters, added on the driver once per evaluation.
 *
 * <p>The objective is J(θ) = L(θ) + λ((1 − α)/2 ‖W‖₂² + α‖W‖₁). The smooth part of the penalty has
 * the gradient λ(1 − α)W; the L1 part ({@link org.sparksoftmax.math.regularize.L1Penalty}) is left
 * to the update rules, which know its least subgradient and its proximal map: what is exactly 0
 * stays exactly 0. Intercepts are never penalised: moving all classes' logits by a constant is no
 * complexity. The factor ½ makes λ(1 − α) the modulus by which the penalty makes J strongly convex
 * in W.
 *
 * <p>With λ = 1 / Σᵢ wᵢ, the default of {@code train}, Σᵢ wᵢ J is Σᵢ wᵢ ℓᵢ + (1 − α)/2 ‖W‖₂² +
 * α‖W‖₁: the penalty counts as much however many rows there are, as scikit-learn's does at C = 1.
 */
package org.sparksoftmax.math.regularize;
