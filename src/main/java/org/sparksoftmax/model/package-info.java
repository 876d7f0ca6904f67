/**
 * The linear softmax classifier and the way its parameters lie in memory and on disk.
 *
 * <p>θ is one flat vector: the weights W (K×D) in a {@link
 * org.sparksoftmax.math.block.WeightOrder}, then, if the model has them, the K intercepts b. Row x
 * has the logits z = W x + b and the probabilities softmax(z / T), the temperature T being 1 unless
 * the model was calibrated.
 *
 * <p>A trained model ({@link org.sparksoftmax.model.SoftmaxModel}) has its coefficients on the raw
 * scale of the files: {@code data.feature-multiplier} is folded into its weights. It contains the
 * names of its classes ({@link org.sparksoftmax.math.layout.LabelIndex}) and of its input columns
 * ({@link org.sparksoftmax.model.FeatureSchema}), and is immutable.
 *
 * <p>On disk a model is {@code metadata.json} and {@code weights.bin} ({@link
 * org.sparksoftmax.model.ModelCodec}); neither uses Java serialization.
 */
package org.sparksoftmax.model;
