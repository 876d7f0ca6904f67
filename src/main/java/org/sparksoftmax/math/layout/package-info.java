/**
 * The layout of the parameter vector θ: which entry is which weight or bias of which layer, for one
 * model or for several models combined.
 *
 * <p>θ is one flat vector: the weights W (K×D) in a {@link
 * org.sparksoftmax.math.block.WeightOrder}, then, if the model has them, the K intercepts b. A
 * network has such a pair for each layer ({@link org.sparksoftmax.math.layout.LayerLayout}). {@link
 * org.sparksoftmax.math.layout.FeatureScaling} converts parameters for scaled features to
 * parameters for stored ones and back. The trained model with its names and files is {@code
 * SoftmaxModel}, in another package.
 */
package org.sparksoftmax.math.layout;
