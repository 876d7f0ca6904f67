/**
 * Neural networks: layers between features and logits, with forward and backward passes over strips
 * of rows.
 *
 * <p>With N rows, A⁰ = X (N×D) and layers l = 1 … L with Hˡ outputs, weights Wˡ (Hˡ×Hˡ⁻¹) and
 * biases bˡ (Hˡ):
 *
 * <pre>
 * Zˡ = Aˡ⁻¹ (Wˡ)ᵀ + bˡ      N×Hˡ      forwards
 * Aˡ = σ(Zˡ)∘Mˡ             N×Hˡ      hidden layers; M: dropout mask, see {@link Dropout}
 * Zᴸ                        N×K       the logits, input to softmax and loss
 * δᴸ = R = w∘(P − T)        N×K       backwards: ∂(Σ wᵢℓᵢ)/∂Zᴸ
 * ∂/∂Wˡ = (δˡ)ᵀ Aˡ⁻¹        Hˡ×Hˡ⁻¹
 * ∂/∂bˡ = (δˡ)ᵀ 1           Hˡ
 * δˡ⁻¹ = (δˡ Wˡ)∘σ′(Zˡ⁻¹)∘Mˡ⁻¹   N×Hˡ⁻¹
 * </pre>
 *
 * <p>(Rumelhart, Hinton and Williams 1986; Bishop, Pattern Recognition and Machine Learning, 2006,
 * section 5.3.) All gradients are plain sums over rows; this package divides nothing. A layer
 * accumulates the gradient of its own parameters over a block of rows, adds it to the corresponding
 * entries of the sums for the flat θ, and passes δ to the layer below. No δ is computed for the
 * features.
 *
 * <p>An affine layer ({@link org.sparksoftmax.math.network.Dense}, or {@link
 * org.sparksoftmax.math.network.F32Sparse} and its float64 counterpart for sparse rows) is followed
 * by an {@link org.sparksoftmax.math.network.ActivationLayer}, whose forward pass also stores
 * σ′(Z)∘M, so that its backward pass is a single product. {@link
 * org.sparksoftmax.math.network.Network} chains these layers in either precision; {@link
 * org.sparksoftmax.math.network.Algebra} abstracts from the precision. A strip of rows and its
 * activations in all layers stay in the cache. Apart from these, only weights and gradients are
 * stored, so memory does not grow with the number of rows.
 *
 * <p>Rejected: one activation layer for both precisions, because the algorithms differ (float32
 * processes whole panels with its own exponential, float64 works entry by entry with that of {@link
 * Math}); one sparse first layer for both precisions, for the reasons given in {@link
 * org.sparksoftmax.math.gradient}.
 *
 * <p>Initial weights are drawn at random from a seed ({@link
 * org.sparksoftmax.math.network.Initializer}). Gradients are summed in fixed point, with steps that
 * follow from {@link org.sparksoftmax.math.network.GradientScales}.
 */
package org.sparksoftmax.math.network;
