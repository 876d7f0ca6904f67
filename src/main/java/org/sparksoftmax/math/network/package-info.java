/**
 * Networks: layers between the features and the logits, forwards and backwards over strips of rows.
 *
 * <p>With N rows, A⁰ = X (N×D) and layers l = 1 … L of Hˡ outputs, weights Wˡ (Hˡ×Hˡ⁻¹) and biases
 * bˡ (Hˡ),
 *
 * <pre>
 * Zˡ = Aˡ⁻¹ (Wˡ)ᵀ + bˡ      N×Hˡ      forwards
 * Aˡ = σ(Zˡ)∘Mˡ             N×Hˡ      l below L; M: dropout, see {@link Dropout}
 * Zᴸ                        N×K       the logits, of which softmax and loss are made
 * δᴸ = R = w∘(P − T)        N×K       backwards: ∂(Σ wᵢℓᵢ)/∂Zᴸ
 * ∂/∂Wˡ = (δˡ)ᵀ Aˡ⁻¹        Hˡ×Hˡ⁻¹
 * ∂/∂bˡ = (δˡ)ᵀ 1           Hˡ
 * δˡ⁻¹ = (δˡ Wˡ)∘σ′(Zˡ⁻¹)∘Mˡ⁻¹   N×Hˡ⁻¹
 * </pre>
 *
 * <p>(Rumelhart, Hinton and Williams 1986; Bishop, Pattern Recognition and Machine Learning, 2006,
 * section 5.3.) Everything is a sum over rows: nothing is divided here. A layer keeps the gradient
 * of its own parameters over a block of rows, adds it to its own places in the sums of the flat θ,
 * and hands δ down; no δ is made for the features.
 *
 * <p>An affine layer ({@link org.sparksoftmax.math.network.Dense}, or {@link
 * org.sparksoftmax.math.network.F32Sparse} and its like in float64 in front of sparse rows) is
 * followed by an {@link org.sparksoftmax.math.network.ActivationLayer}, whose forward pass also
 * stores σ′(Z)∘M, so that its backward pass is one product. {@link
 * org.sparksoftmax.math.network.Network} chains them, in either precision: {@link
 * org.sparksoftmax.math.network.Algebra} is what differs between the two. A strip of rows and the
 * activations of all layers for it stay in the cache. Apart from weights and gradients nothing else
 * is stored: memory does not grow with the rows.
 *
 * <p>Rejected: one activation layer for both precisions, for the mathematics differ (float32 works
 * on whole panels with its own exponential, float64 entry by entry with that of {@link Math}); one
 * sparse first layer, see {@link org.sparksoftmax.math.gradient}.
 *
 * <p>Initial weights are random, from a seed ({@link org.sparksoftmax.math.network.Initializer});
 * gradients are summed in fixed point, whose steps follow from {@link
 * org.sparksoftmax.math.network.GradientScales}.
 */
package org.sparksoftmax.math.network;
