/**
 * The measures of a model on labelled rows: mergeable sums ({@link
 * org.sparksoftmax.math.evaluate.ClassificationCounts}) and the measures computed from them ({@link
 * org.sparksoftmax.math.evaluate.ClassificationReport}).
 *
 * <p>Row i has the weight w, the logits z, the probabilities p = softmax(z), the target t (one-hot
 * at its label y, or a probability vector, y being its largest entry) and the prediction ŷ, the
 * class of the largest logit, the first of equals. Every measure weights rows by w; row counts are
 * unweighted. All sums are exact or in fixed point, so no measure depends on the distribution of
 * the rows, and an integer weight is equivalent to as many copies of a row.
 *
 * <ul>
 *   <li>accuracy = Σ w [ŷ = y] / Σ w; top-k accuracy: y is among the k classes of the largest
 *       logits, for k = 2, 3, 5, 10 below K.
 *   <li>log loss = −Σ w Σ_k t_k log p_k / Σ w, in nats, from the logits.
 *   <li>For class k, TP, FP and FN being weights: precision = TP / (TP + FP), recall = TP / (TP +
 *       FN), F1 = 2 TP / (2 TP + FP + FN); 0 where the denominator is 0. Macro: the plain mean over
 *       all K classes. Weighted: the mean weighted by TP + FN. Micro: of the sums of TP, FP and FN
 *       (Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008, section 13.6).
 *   <li>AUC of class k: the probability that a row of k has a higher p_k than a row of another
 *       class, ties counting half (Fawcett, An introduction to ROC analysis, Pattern Recognition
 *       Letters 27, 2006). Computed from histograms, with a bound of the error ({@link
 *       org.sparksoftmax.math.evaluate.ScoreHistograms}). Macro is the plain mean, weighted the
 *       mean weighted by Σ w of the rows of k (Provost, Domingos, 2000). A class without rows, or
 *       to which all rows belong, has no AUC and is excluded from the means.
 *   <li>Brier score = Σ w Σ_k (p_k − t_k)² / Σ w, from 0 to 2 (Brier, Verification of forecasts
 *       expressed in terms of probability, Monthly Weather Review 78, 1950).
 *   <li>expected calibration error = Σ_b W_b |accuracy_b − confidence_b| / Σ W_b over 15 bins of
 *       equal width of the largest probability, W_b being the weight in bin b and confidence_b the
 *       mean of those probabilities (Guo, Pleiss, Sun, Weinberger, On calibration of modern neural
 *       networks, ICML 2017).
 * </ul>
 *
 * <p>A row whose label is not a class of the model counts as an error: incorrect in the accuracies
 * and in the calibration, a false positive of its prediction, and one of the rest in every AUC. It
 * has no log loss (its probability would be 0) and no Brier score, which are means over the other
 * rows.
 */
package org.sparksoftmax.math.evaluate;
