/**
 * The trained softmax classifier, and how its parameters are stored in memory and on disk.
 *
 * <p>θ of a linear model is one flat vector: the weights W (K×D) in a {@link
 * org.sparksoftmax.math.block.WeightOrder}, then, if the model has them, the K intercepts b. Row x
 * has the logits z = W x + b and the probabilities softmax(z / T), where the temperature T is 1
 * unless the model was calibrated.
 *
 * <p>The coefficients of a trained model ({@link org.sparksoftmax.model.SoftmaxModel}) are on the
 * raw scale of the input files: {@code data.feature-multiplier} is folded into the weights. A model
 * includes the labels of its classes ({@link org.sparksoftmax.math.layout.LabelIndex}) and the
 * names of its input columns ({@link org.sparksoftmax.model.FeatureSchema}), and is immutable.
 *
 * <p>On disk a model consists of {@code metadata.json} and {@code weights.bin} ({@link
 * org.sparksoftmax.model.ModelCodec}); neither uses Java serialization.
 */
package org.sparksoftmax.model;
