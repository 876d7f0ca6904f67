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
 * <p>An affine layer ({@link org.sparksoftmax.math.network.F32Dense}, {@link
 * org.sparksoftmax.math.network.F32Sparse} in front of sparse rows, and the same in float64) is
 * followed by an activation layer ({@link org.sparksoftmax.math.network.F32ActivationLayer}), which
 * on the way forwards also keeps σ′(Z)∘M, so that its way back is one product. {@link
 * org.sparksoftmax.math.network.F32Network} chains them. A strip of rows and what all layers make
 * of it stay in the cache, and are all that is kept beside weights and gradients: memory does not
 * grow with the rows.
 *
 * <p>Weights begin random, from a seed ({@link org.sparksoftmax.math.network.Initializer});
 * gradients are summed in fixed point, whose steps follow from {@link
 * org.sparksoftmax.math.network.GradientScales}.
 */
package org.sparksoftmax.math.network;
