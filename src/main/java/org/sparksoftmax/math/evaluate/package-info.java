/**
 * Evaluation of a model on labelled rows: mergeable sums ({@link
 * org.sparksoftmax.math.evaluate.ClassificationCounts}) and the measures computed from them ({@link
 * org.sparksoftmax.math.evaluate.ClassificationReport}).
 *
 * <p>Row i has the weight w, the logits z, the probabilities p = softmax(z), the target t (one-hot
 * at its label y, or a probability vector whose largest entry is y) and the prediction ŷ, the class
 * with the largest logit; ties go to the first class. Every measure weights rows by w; row counts
 * are unweighted. All sums are exact or in fixed point, so no measure depends on how the rows are
 * distributed, and an integer weight is equivalent to that many copies of a row.
 *
 * <ul>
 *   <li>accuracy = Σ w [ŷ = y] / Σ w; top-k accuracy: y is among the k classes with the largest
 *       logits, for k = 2, 3, 5, 10 below K.
 *   <li>log loss = −Σ w Σ_k t_k log p_k / Σ w, in nats, from the logits.
 *   <li>For class k, with weights TP, FP and FN: precision = TP / (TP + FP), recall = TP / (TP +
 *       FN), F1 = 2 TP / (2 TP + FP + FN); 0 where the denominator is 0. Macro: the unweighted mean
 *       over all K classes. Weighted: the mean weighted by TP + FN. Micro: from the sums of TP, FP
 *       and FN (Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008, section
 *       13.6).
 *   <li>AUC of class k: the probability that a row of k has a higher p_k than a row of another
 *       class, ties counting half (Fawcett, An introduction to ROC analysis, Pattern Recognition
 *       Letters 27, 2006). Computed from histograms, with an error bound ({@link
 *       org.sparksoftmax.math.evaluate.ScoreHistograms}). Macro is the unweighted mean, weighted
 *       the mean weighted by Σ w of the rows of k (Provost, Domingos, 2000). A class without rows,
 *       or to which all rows belong, has no AUC and is left out of the means.
 *   <li>average precision of class k = Σ_n (R_n − R_{n−1}) P_n over the thresholds n of p_k, with
 *       the recall R and the precision P of the rows above (Manning, Raghavan, Schütze, section
 *       8.4). Its thresholds, and those of the ROC and precision-recall curves ({@link
 *       org.sparksoftmax.math.evaluate.ScoreCurve}), are the edges of the same bins.
 *   <li>Brier score = Σ w Σ_k (p_k − t_k)² / Σ w, from 0 to 2 (Brier, Verification of forecasts
 *       expressed in terms of probability, Monthly Weather Review 78, 1950).
 *   <li>expected calibration error = Σ_b W_b |accuracy_b − confidence_b| / Σ W_b over 15 bins of
 *       equal width of the largest probability, where W_b is the weight in bin b and confidence_b
 *       the mean of those probabilities (Guo, Pleiss, Sun, Weinberger, On calibration of modern
 *       neural networks, ICML 2017).
 * </ul>
 *
 * <p>A row whose label is not a class of the model is an error: it is wrong in the accuracies and
 * in the calibration, a false positive of its prediction, and a negative in every AUC. It has no
 * log loss (its probability would be 0) and no Brier score; both are means over the other rows.
 */
package org.sparksoftmax.math.evaluate;
