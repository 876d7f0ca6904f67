package org.sparksoftmax.math.evaluate;

/**
 * The mean log loss of the probabilities softmax(βz) as a function of β, at one β.
 *
 * @param beta β, the inverse of the temperature
 * @param weight Σ w of the rows; the means are NaN if it is 0
 * @param meanLoss f(β)
 * @param slope f′(β)
 * @param curvature f″(β), ≥ 0
 * @param slopeAtZero f′(0)
 * @param slopeAtInfinity the limit of f′(β) as β grows, ≥ f′(β)
 */
public record ScaledLoss(
    double beta,
    double weight,
    double meanLoss,
    double slope,
    double curvature,
    double slopeAtZero,
    double slopeAtInfinity) {}
