package org.sparksoftmax.math.layout;

import java.io.Serializable;
import java.util.List;
import org.sparksoftmax.math.block.WeightOrder;

/**
 * G models of one layout treated as one model of G·K classes, where class k of model g is class gK
 * + k. One product with the features serves all models.
 *
 * @param one the layout of each model
 * @param models G
 */
public record ModelStack(ParameterLayout one, int models) implements Serializable {

  /** A stack of one model. */
  public static ModelStack of(ParameterLayout layout) {
    return new ModelStack(layout, 1);
  }

  /** The layout of all models combined. */
  public ParameterLayout layout() {
    return models == 1
        ? one
        : new ParameterLayout(
            one.features(),
            Math.multiplyExact(one.classes(), models),
            one.intercept(),
            one.order());
  }

  /** The first class of model {@code g}. */
  public int firstClass(int g) {
    return g * one.classes();
  }

  /** θ of all models combined: a new array, or the array of the only model. */
  public double[] stack(List<double[]> parameters) {
    if (models == 1) {
      return parameters.get(0);
    }
    double[] stacked = new double[layout().dimension()];
    for (int g = 0; g < models; g++) {
      double[] from = parameters.get(g);
      forEachRun(
          g, (at, stackedAt, count) -> System.arraycopy(from, at, stacked, stackedAt, count));
    }
    return stacked;
  }

  /**
   * The part of {@code stacked} that belongs to model {@code g}: a new array, or {@code stacked}
   * itself if there is only one model.
   */
  public double[] part(double[] stacked, int g) {
    if (models == 1) {
      return stacked;
    }
    double[] part = new double[one.dimension()];
    forEachRun(g, (at, stackedAt, count) -> System.arraycopy(stacked, stackedAt, part, at, count));
    return part;
  }

  private interface Run {

    /**
     * Receives a run: {@code count} entries at {@code at} of a model are at {@code stackedAt} of
     * the stack.
     */
    void accept(int at, int stackedAt, int count);
  }

  private void forEachRun(int g, Run run) {
    ParameterLayout all = layout();
    if (one.order() == WeightOrder.CLASS_MAJOR) {
      run.accept(0, all.weightIndex(firstClass(g), 0), one.weightCount());
    } else {
      for (int j = 0; j < one.features(); j++) {
        run.accept(one.weightIndex(0, j), all.weightIndex(firstClass(g), j), one.classes());
      }
    }
    if (one.intercept()) {
      run.accept(one.interceptIndex(0), all.interceptIndex(firstClass(g)), one.classes());
    }
  }
}
