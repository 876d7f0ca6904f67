/**
 * Penalties on the parameters, added on the driver once per evaluation.
 *
 * <p>The objective is J(θ) = L(θ) + λ((1 − α)/2 ‖W‖₂² + α‖W‖₁). The smooth part of the penalty has
 * the gradient λ(1 − α)W; the L1 part ({@link org.sparksoftmax.math.regularize.L1Penalty}) is left
 * to the update rules, which use its subgradient of least norm and its proximal map: parameters
 * that are exactly 0 remain exactly 0. Intercepts are never penalised: shifting the logits of all
 * classes by a constant adds no complexity. The factor ½ makes λ(1 − α) the modulus by which the
 * penalty makes J strongly convex in W.
 *
 * <p>With λ = 1 / Σᵢ wᵢ, the default of {@code train}, Σᵢ wᵢ J is Σᵢ wᵢ ℓᵢ + (1 − α)/2 ‖W‖₂² +
 * α‖W‖₁: the relative weight of the penalty does not depend on the number of rows, as with
 * scikit-learn's C = 1.
 */
package org.sparksoftmax.math.regularize;
