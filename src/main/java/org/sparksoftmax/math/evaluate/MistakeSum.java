package org.sparksoftmax.math.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;

/**
 * The most confident errors of a model, independent of the order of the blocks. Rows whose label is
 * not a class of the model, and rows of weight 0, are ignored. Mutable; one owner at a time.
 */
public final class MistakeSum implements LogitSum {
  private static final long serialVersionUID = 1L;

  private final int classes;
  private final int most;

  /** Sorted. */
  private final ArrayList<Mistake> mistakes = new ArrayList<>();

  /**
   * @param classes K
   * @param most the largest number of mistakes to keep
   */
  public MistakeSum(int classes, int most) {
    this.classes = classes;
    this.most = most;
  }

  @Override
  public void add(ExampleBlock block, int from, int to, double[] logits) {
    for (int i = from; i < to; i++) {
      int offset = (i - from) * classes;
      int label = block.label(i);
      int prediction = SoftmaxCrossEntropy.largest(logits, offset, classes);
      if (label != ExampleBlock.UNKNOWN_LABEL
          && label != prediction
          && block.exampleWeight(i) > 0) {
        SoftmaxCrossEntropy.softmaxInPlace(logits, offset, classes);
        add(block, i, prediction, logits[offset + prediction], logits[offset + label]);
      }
    }
  }

  private void add(
      ExampleBlock block, int i, int prediction, double probability, double labelProbability) {
    boolean room = mistakes.size() < most;
    if (room || probability >= mistakes.get(most - 1).probability()) {
      insert(
          new Mistake(
              block.order(),
              i,
              block.label(i),
              prediction,
              probability,
              labelProbability,
              block.features().select(new int[] {i})));
    }
  }

  private void insert(Mistake mistake) {
    int at = Collections.binarySearch(mistakes, mistake, Mistake.MOST_CONFIDENT_FIRST);
    mistakes.add(at < 0 ? -at - 1 : at, mistake);
    if (mistakes.size() > most) {
      mistakes.remove(most);
    }
  }

  @Override
  public void endBlock() {}

  /** Adds the mistakes of {@code other} and returns this. */
  public MistakeSum merge(MistakeSum other) {
    other.mistakes.forEach(this::insert);
    return this;
  }

  /** The most confident mistakes, by decreasing probability. */
  public List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }
}
