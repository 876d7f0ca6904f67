/**
 * Softmax and cross-entropy.
 *
 * <p>For logits z (K entries) the softmax is pⱼ = exp(zⱼ − m) / Σₗ exp(zₗ − m) with m = max z; the
 * shift changes nothing in exact arithmetic and keeps every exponential in [0, 1]. The
 * cross-entropy of a row with class y is
 *
 * <pre>ℓ = −log p_y = log Σⱼ exp(zⱼ − m) + m − z_y,</pre>
 *
 * computed from the logits (log-sum-exp), never as the logarithm of a probability: p_y may
 * underflow to 0 although ℓ is moderate. Its derivative is the residual
 *
 * <pre>∂ℓ/∂zⱼ = pⱼ − [j = y]</pre>
 *
 * (Bishop, Pattern Recognition and Machine Learning, 2006, eq. 4.109). For a target t that is a
 * probability vector (soft labels, label smoothing: {@link org.sparksoftmax.math.loss.Targets}), ℓ
 * = log Σⱼ exp(zⱼ − m) + m − Σⱼ tⱼ zⱼ and ∂ℓ/∂zⱼ = pⱼ − tⱼ.
 *
 * <p>{@link org.sparksoftmax.math.loss.SoftmaxCrossEntropy} is this fused form. {@link
 * org.sparksoftmax.math.loss.SoftmaxLayer} and {@link
 * org.sparksoftmax.math.loss.MultinomialLogisticLossLayer} implement the same two functions as
 * separate layers, chained by backpropagation: ∂ℓ/∂pⱼ = −[j = y]/pⱼ, then the Jacobian ∂pⱼ/∂zᵢ =
 * pⱼ(δᵢⱼ − pᵢ). They agree with the fused form in exact arithmetic but fail where p_y underflows;
 * tests and the gradient check compare them.
 */
package org.sparksoftmax.math.loss;
