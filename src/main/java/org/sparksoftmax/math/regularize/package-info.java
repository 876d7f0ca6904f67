/**
 * Penalties on the parameters, added on the driver once per evaluation.
 *
 * <p>The objective is J(θ) = L(θ) + λ((1 − α)/2 ‖W‖₂² + α‖W‖₁). The smooth part of the penalty has
 * the gradient λ(1 − α)W. The L1 part ({@link org.sparksoftmax.math.regularize.L1Penalty}) is
 * handled by the update rules through its subgradient of least norm and its proximal map, so that
 * exact zeros are preserved. Intercepts are never penalised, because shifting the logits of all
 * classes by a constant does not make a model more complex. With the factor ½, the penalty makes J
 * strongly convex in W with modulus λ(1 − α).
 *
 * <p>With λ = 1 / Σᵢ wᵢ, the default of {@code train}, Σᵢ wᵢ J is Σᵢ wᵢ ℓᵢ + (1 − α)/2 ‖W‖₂² +
 * α‖W‖₁: the penalty has the same weight regardless of the number of rows, as in scikit-learn with
 * C = 1.
 */
package org.sparksoftmax.math.regularize;
