/**
 * Models as files that others read: ONNX (linear models and networks) and PMML (linear models).
 *
 * <p>Both are written of θ for raw features with the temperature in it ({@link
 * org.sparksoftmax.model.SoftmaxModel#logitParameters}): multiplier, standardisation and
 * calibration need no steps of their own. Ties go to the first class, as everywhere.
 *
 * <p>ONNX computes in float64 between float32 features and float32 probabilities. A graph in
 * float32 throughout was tried: against {@code predict} in float64, its probabilities are off by up
 * to 1e-6 (digits), 4e-6 (Fashion-MNIST) and 9e-6 (KDD Cup 1999, whose values are large), where
 * those of float64 are off by 3e-8 to 8e-8. The price is a file of twice the size.
 *
 * <p>PMML says with its own words what a row may be: columns are fields, categories their values.
 */
package org.sparksoftmax.export;
