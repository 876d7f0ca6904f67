/**
 * How good a model is on labelled rows: counts that merge ({@link
 * org.sparksoftmax.evaluate.ClassificationCounts}) and the measures made of them ({@link
 * org.sparksoftmax.evaluate.ClassificationReport}).
 *
 * <p>Rows count once each, whatever their example weight. A row whose label the model does not know
 * is an error of the model; it has no log loss (its probability would be 0), so the log loss is the
 * mean over the other rows.
 *
 * <p>For class k: precision = TP / (TP + FP), recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP +
 * FN); 0 where the denominator is 0.
 */
package org.sparksoftmax.evaluate;
