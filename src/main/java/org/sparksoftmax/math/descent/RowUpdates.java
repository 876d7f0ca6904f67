package org.sparksoftmax.math.descent;

import java.io.Serializable;
import org.sparksoftmax.math.objective.Examples;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;

/**
 * Consecutive updates on mini-batches of rows, which are drawn as {@link RowOrder} describes.
 *
 * @param steps step size of each update
 * @param size largest number of rows in a mini-batch
 * @param seed of the order of the rows and of dropout
 * @param first number of the first update
 * @param count number of updates
 * @param place where the updates are made
 * @param threads number of threads
 */
public record RowUpdates(
    UpdateRule rule,
    StepSizes steps,
    int size,
    long seed,
    int first,
    int count,
    Place place,
    int threads)
    implements LocalDescent {

  /** The step size of each update of a run. */
  public interface StepSizes extends Serializable {

    /** The step of update {@code t}, counted from 0. */
    double at(int t);
  }

  @Override
  public LocalDescent withThreads(int other) {
    return new RowUpdates(rule, steps, size, seed, first, count, place, other);
  }

  @Override
  public Result descend(Objective part, Iterate from) {
    Examples examples =
        part.examples()
            .orElseThrow(() -> new IllegalArgumentException("The objective has no single rows"));
    RowOrder order = new RowOrder(examples.rows().count(), size, seed);
    double loss = 0;
    try (Team team = new Team(threads)) {
      RowDescent descent = RowDescent.of(examples, rule, from, size, seed, team);
      for (int t = first; t < first + count && Double.isFinite(loss); t++) {
        loss += descent.update(examples.rows().take(order.batch(t)), t, steps.at(t)) / count;
      }
      Iterate end = descent.iterate();
      return new Result(end, loss, penalty(examples.spec(), end.parameters()));
    }
  }

  private static double penalty(ObjectiveSpec spec, double[] parameters) {
    return spec.regularizer().value(spec.coordinates().parameters(spec.layout(), parameters));
  }
}
