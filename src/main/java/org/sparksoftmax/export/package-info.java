/**
 * Models as files that others read: ONNX (linear models and networks) and PMML (linear models).
 *
 * <p>Both are written of θ for raw features with the temperature in it ({@link
 * org.sparksoftmax.model.SoftmaxModel#logitParameters}): multiplier, standardisation and
 * calibration need no steps of their own. Ties go to the first class, as everywhere.
 *
 * <p>ONNX computes in float64 between float32 features and float32 probabilities. In float32 the
 * products of a wide model, or of large raw values, differ from ours by their order of addition
 * alone; what that does to a probability is in the README's table.
 *
 * <p>PMML says with its own words what a row may be: columns are fields, categories their values.
 */
package org.sparksoftmax.export;
