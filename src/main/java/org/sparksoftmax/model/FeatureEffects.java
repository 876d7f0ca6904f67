package org.sparksoftmax.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The effect of each feature on the logits of a linear model, z = W x + b. Every ranking and
 * display of features uses this order. It is derived from the model alone.
 *
 * <p>W is not unique. Adding the same vector to the weights of every class changes no probability.
 * Neither does adding a number to the weights of all categories of a column, if the intercept is
 * reduced by it, because a row has exactly one of them. Weights are therefore reported relative to
 * both means,
 *
 * <pre>
 * v_kj = u_kj − mean of u_ki over the categories i of the column of j,
 * u_kj = w_kj − mean of w_lj over the classes l,
 * </pre>
 *
 * where the mean over categories is not weighted by their rows, and is 0 if j belongs to no
 * categorical column. Two classes have a single contrast, u_j = w_1j − w_0j, whose logit is the log
 * odds of class 1.
 *
 * <p>A weight has the inverse unit of its feature. If the spreads s of the features are known,
 * weights are ranked by e_kj = v_kj s_j, per standard deviation; otherwise by e_kj = v_kj.
 *
 * <p>Rejected alternative: ranking by the mean contribution of a feature in the rows of the class.
 * It ranks rare words lower but needs the data, which {@code describe} does not have, and two
 * rankings of one model would be confusing. Immutable.
 */
public final class FeatureEffects {

  /** A difference below this share of its terms is treated as rounding error. */
  private static final double ROUNDING = 1e-12;

  private static final int MEAN = -1;

  /** Weakest first; of equal effects the last feature comes first. */
  private static final Comparator<Effect> WEAKEST_FIRST =
      Comparator.comparingDouble((Effect effect) -> Math.abs(effect.effect()))
          .thenComparing(Effect::feature, Comparator.reverseOrder());

  private final SoftmaxModel model;
  private final int classes;

  /** The categorical column of each feature, counted from 0; −1 if it belongs to none. */
  private final int[] columns;

  /** Number of categories of each categorical column. */
  private final int[] widths;

  /** Mean of w_kj over the classes. */
  private final double[] meanWeights;

  /** Mean of b_k over the classes. */
  private final double meanIntercept;

  /**
   * The effect of one feature on a contrast.
   *
   * @param feature j
   * @param weight v_kj, per unit of the feature
   * @param effect e_kj
   */
  public record Effect(int feature, double weight, double effect) {}

  /**
   * @param model a linear model
   * @throws IllegalArgumentException if it is a network
   */
  public FeatureEffects(SoftmaxModel model) {
    if (!model.isLinear()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid model: %s hidden layers (must have none: the features of a network have no effects of their own)",
              model.hidden()));
    }
    this.model = model;
    this.classes = model.classes().size();
    this.columns = new int[model.schema().features()];
    this.widths = categories(model.schema(), columns);
    this.meanWeights = new double[columns.length];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += model.intercept(k);
      for (int j = 0; j < meanWeights.length; j++) {
        meanWeights[j] += model.weight(k, j) / classes;
      }
    }
    this.meanIntercept = sum / classes;
  }

  private static int[] categories(FeatureSchema schema, int[] columns) {
    Arrays.fill(columns, -1);
    List<Integer> widths = new ArrayList<>();
    int j = 0;
    for (FeatureSchema.InputColumn column : schema.columns()) {
      if (!column.categories().isEmpty()) {
        Arrays.fill(columns, j, j + column.width(), widths.size());
        widths.add(column.width());
      }
      j += column.width();
    }
    return widths.stream().mapToInt(width -> width).toArray();
  }

  /** The contrasts to report: every class, or only the second of two. */
  public List<Contrast> contrasts() {
    return isLogOdds()
        ? List.of(new Contrast(1, 0))
        : IntStream.range(0, classes).mapToObj(k -> new Contrast(k, MEAN)).toList();
  }

  /** The weights of class {@code k} relative to those of class {@code other}. */
  public Contrast between(int k, int other) {
    return new Contrast(k, other);
  }

  /** Whether there are two classes, so that effects are on the log odds of the second. */
  public boolean isLogOdds() {
    return classes == 2;
  }

  /** Whether effects are per standard deviation of a feature rather than per unit. */
  public boolean isPerDeviation() {
    return model.units().hasSpreads();
  }

  /** Whether feature {@code j} is a category of a column. */
  public boolean isCategory(int j) {
    return columns[j] >= 0;
  }

  /** Whether any feature is a category of a column. */
  public boolean hasCategories() {
    return widths.length > 0;
  }

  /** The logit of a class relative to that of another class or to the mean over all classes. */
  public final class Contrast {
    private final int k;
    private final int other;

    /** Mean of u_ki over the categories of each categorical column. */
    private final double[] means;

    private Contrast(int k, int other) {
      this.k = k;
      this.other = other;
      this.means = new double[widths.length];
      for (int j = 0; hasCategories() && j < columns.length; j++) {
        if (isCategory(j)) {
          means[columns[j]] += (model.weight(k, j) - reference(j)) / widths[columns[j]];
        }
      }
    }

    private double reference(int j) {
      return other == MEAN ? meanWeights[j] : model.weight(other, j);
    }

    /** The class. */
    public int of() {
      return k;
    }

    /** v_kj, per unit of feature {@code j}; exactly 0 if only rounding error remains. */
    public double weight(int j) {
      double weight = model.weight(k, j);
      double reference = reference(j);
      double mean = isCategory(j) ? means[columns[j]] : 0;
      double left = weight - reference - mean;
      double terms = Math.abs(weight) + Math.abs(reference) + Math.abs(mean);
      return Math.abs(left) <= ROUNDING * terms ? 0 : left;
    }

    /** e_kj. */
    public double effect(int j) {
      return isPerDeviation() ? weight(j) * model.units().spread(j) : weight(j);
    }

    /**
     * The intercept that belongs to the weights v: the logit of a row whose numeric features are 0,
     * averaged over the categories of each column.
     */
    public double intercept() {
      double reference = other == MEAN ? meanIntercept : model.intercept(other);
      return model.intercept(k) - reference + Arrays.stream(means).sum();
    }

    /** The {@code most} features with the largest absolute effects; effects of 0 are left out. */
    public List<Effect> strongest(int most) {
      PriorityQueue<Effect> strongest = new PriorityQueue<>(WEAKEST_FIRST);
      for (int j = 0; j < columns.length; j++) {
        double effect = effect(j);
        if (effect != 0) {
          strongest.add(new Effect(j, weight(j), effect));
          if (strongest.size() > most) {
            strongest.remove();
          }
        }
      }
      List<Effect> sorted = new ArrayList<>(strongest);
      sorted.sort(WEAKEST_FIRST.reversed());
      sorted.removeIf(e -> Math.abs(e.effect()) <= ROUNDING * Math.abs(sorted.get(0).effect()));
      return sorted;
    }
  }
}
