package org.sparksoftmax.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.sparksoftmax.model.SoftmaxModel;

/** Which features of a linear model speak most for and against a class; see package-info. */
public final class StrongestFeatures {

  /** The weakest first; of equals the last feature. */
  private static final Comparator<Effect> WEAKEST_FIRST =
      Comparator.comparingDouble((Effect effect) -> Math.abs(effect.effect()))
          .thenComparing(Effect::feature, Comparator.reverseOrder());

  private final SoftmaxModel model;
  private final double[] deviations;
  private final double[] meanWeights;

  /**
   * A feature and a class.
   *
   * @param feature j
   * @param weight w_kj
   * @param effect σ_j (w_kj − mean over the classes of w_j)
   */
  public record Effect(int feature, double weight, double effect) {}

  /**
   * @param model linear
   * @param deviations σ of each feature; not modified
   */
  public StrongestFeatures(SoftmaxModel model, double[] deviations) {
    this.model = model;
    this.deviations = deviations;
    this.meanWeights = new double[deviations.length];
    int classes = model.classes().size();
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < meanWeights.length; j++) {
        meanWeights[j] += model.weight(k, j) / classes;
      }
    }
  }

  /** The {@code most} strongest features of class {@code k} that have any effect. */
  public List<Effect> of(int k, int most) {
    PriorityQueue<Effect> strongest = new PriorityQueue<>(WEAKEST_FIRST);
    for (int j = 0; j < deviations.length; j++) {
      double weight = model.weight(k, j);
      double effect = deviations[j] * (weight - meanWeights[j]);
      if (effect != 0) {
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
