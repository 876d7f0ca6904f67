/**
 * Models as files that others read: ONNX (linear models and networks) and PMML (linear models).
 *
 * <p>Both files take raw features. The parameters include the temperature ({@link
 * org.sparksoftmax.model.SoftmaxModel#logitParameters}), so that multiplier, standardisation and
 * calibration need no steps of their own. Ties go to the first class, as everywhere.
 *
 * <p>Where features are centred ({@link org.sparksoftmax.math.layout.FeatureUnits}), both files
 * subtract the centres c in float64 and hold the constants b′ of W (x − c) + b′. Rejected: raw
 * intercepts b = b′ − W c. They cancel against W x, which leaves an error of about |W c| 2⁻⁵³ in
 * each logit: 7e-12 in the probabilities for prices near 100,000, but 1e-4 in the logits for times
 * in milliseconds since 1970 whose weight is 0.5. A LogisticRegressionModel of MLlib has only b and
 * keeps that error.
 *
 * <p>ONNX computes in float64 and gives float32 probabilities. Features are float64 if some are
 * centred or need float64, and float32 otherwise. float32 has 24 bits: it cannot tell dates such as
 * 20240101 from the next day, nor the seconds of 1.7e9 from others within the same 128. A graph in
 * float32 throughout was tried: against {@code predict} in float64, its probabilities are off by up
 * to 1e-6 (digits), 4e-6 (Fashion-MNIST) and 9e-6 (KDD Cup 1999, whose values are large), where
 * those of float64 are off by 3e-8 to 8e-8. The price is a file of twice the size.
 *
 * <p>PMML describes the accepted rows itself: columns are fields, categories their values.
 */
package org.sparksoftmax.model.export;
