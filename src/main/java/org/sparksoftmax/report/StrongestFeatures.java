package org.sparksoftmax.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.sparksoftmax.model.SoftmaxModel;

/** By which features a linear model recognises a class; see package-info. */
public final class StrongestFeatures {

  /** The weakest first; of equals the last feature. */
  private static final Comparator<Effect> WEAKEST_FIRST =
      Comparator.comparingDouble(Effect::effect)
          .thenComparing(Effect::feature, Comparator.reverseOrder());

  private final SoftmaxModel model;
  private final FeatureMeans means;
  private final double[] meanWeights;

  /**
   * A feature and a class.
   *
   * @param feature j
   * @param weight w_kj
   * @param effect e_kj, above 0
   */
  public record Effect(int feature, double weight, double effect) {}

  /**
   * @param model linear
   */
  public StrongestFeatures(SoftmaxModel model, FeatureMeans means) {
    this.model = model;
    this.means = means;
    this.meanWeights = new double[model.schema().features()];
    int classes = model.classes().size();
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < meanWeights.length; j++) {
        meanWeights[j] += model.weight(k, j) / classes;
      }
    }
  }

  /** The {@code most} strongest features of class {@code k}, the strongest first. */
  public List<Effect> of(int k, int most) {
    PriorityQueue<Effect> strongest = new PriorityQueue<>(WEAKEST_FIRST);
    for (int j = 0; j < meanWeights.length; j++) {
      double weight = model.weight(k, j);
      double effect = (weight - meanWeights[j]) * means.excess(k, j);
      if (effect > 0) {
        strongest.add(new Effect(j, weight, effect));
        if (strongest.size() > most) {
          strongest.remove();
        }
      }
    }
    List<Effect> sorted = new ArrayList<>(strongest);
    sorted.sort(WEAKEST_FIRST.reversed());
    return sorted;
  }
}
