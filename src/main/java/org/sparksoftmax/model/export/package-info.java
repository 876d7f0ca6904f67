/**
 * Export of models to standard formats: ONNX (linear models and networks) and PMML (linear models).
 *
 * <p>Both formats take raw features. The parameters include the temperature ({@link
 * org.sparksoftmax.model.SoftmaxModel#logitParameters}), so that multiplier, standardisation and
 * calibration need no separate steps. Ties go to the first class, as everywhere.
 *
 * <p>If features are centred ({@link org.sparksoftmax.math.layout.FeatureUnits}), both files
 * subtract the centres c in float64 and hold the constants b′ of W (x − c) + b′. Rejected
 * alternative: raw intercepts b = b′ − W c. They cancel against W x, which leaves an error of about
 * |W c| 2⁻⁵³ in each logit: 7e-12 in the probabilities for prices near 100,000, but 1e-4 in the
 * logits for times in milliseconds since 1970 with a weight of 0.5. A LogisticRegressionModel of
 * MLlib has only b and keeps that error.
 *
 * <p>By default ONNX computes in float64 and returns float32 probabilities. Features are float64 if
 * some are centred or need float64, and float32 otherwise. float32 has 24 bits: it cannot
 * distinguish dates such as 20240101 from the next day, nor seconds near 1.7e9 within the same 128.
 * The cost is a file of twice the size, and three to four times the time for wide models.
 *
 * <p>A file in float32 throughout is written on request ({@link
 * org.sparksoftmax.model.export.OnnxOptions}). Its probabilities differ from those of {@code
 * predict} in float64 by up to 1e-6 (digits), 4e-6 (Fashion-MNIST) and 9e-6 (KDD Cup 1999, whose
 * values are large), those of the float64 graph by 3e-8 to 8e-8. It is never chosen without
 * request, because only rows can show whether a label changes. Rejected alternative: a bound from
 * the weights alone, which must allow for rows as large as float32 permits. What is known without
 * rows is refused.
 *
 * <p>An ONNX file of columns has the nodes of a vector behind those that make the vector: an
 * encoder for each column of texts, a comparison with the categories for each column of numeric
 * categories. Whether categories are numbers follows from their texts alone ({@code
 * CategoryValues}), the same in ONNX and PMML, since a model does not contain the types of its
 * columns.
 *
 * <p>PMML describes valid rows in its own terms: columns are fields, and categories are their
 * values.
 */
package org.sparksoftmax.model.export;
