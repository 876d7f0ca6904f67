package org.sparksoftmax.math.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * Rows with the logits that a model gives them.
 *
 * @param weights null if all are 1
 * @param targets N×K, null if each row has one class
 */
record Rows(double[][] logits, int[] labels, double[] weights, double[][] targets) {

  /** Random logits, by which the label is more likely than others; one label in 20 unknown. */
  static Rows random(int rows, int classes, boolean weighted, long seed) {
    Random random = new Random(seed);
    double[][] logits = new double[rows][classes];
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(20) == 0 ? ExampleBlock.UNKNOWN_LABEL : random.nextInt(classes);
      weights[i] = 3 * random.nextDouble();
      for (int k = 0; k < classes; k++) {
        logits[i][k] = 2 * random.nextGaussian() + (k == labels[i] ? 2 : 0);
      }
    }
    return new Rows(logits, labels, weighted ? weights : null, null);
  }

  int count() {
    return labels.length;
  }

  int classes() {
    return logits[0].length;
  }

  double weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  double weightSum() {
    return IntStream.range(0, count()).mapToDouble(this::weight).sum();
  }

  Rows select(int[] rows) {
    return new Rows(
        IntStream.of(rows).mapToObj(i -> logits[i]).toArray(double[][]::new),
        IntStream.of(rows).map(i -> labels[i]).toArray(),
        weights == null ? null : IntStream.of(rows).mapToDouble(i -> weights[i]).toArray(),
        targets == null
            ? null
            : IntStream.of(rows).mapToObj(i -> targets[i]).toArray(double[][]::new));
  }

  /** The rows as a block, of one feature that nobody looks at. */
  ExampleBlock block() {
    double[] flat =
        targets == null
            ? null
            : IntStream.range(0, count() * classes())
                .mapToDouble(c -> targets[c / classes()][c % classes()])
                .toArray();
    return new ExampleBlock(
        0,
        TestBlocks.features(new double[count()][1], TestBlocks.Form.DENSE_F64),
        labels,
        weights,
        flat == null ? null : new F64Values(flat));
  }

  double[] flatLogits() {
    return IntStream.range(0, count() * classes())
        .mapToDouble(c -> logits[c / classes()][c % classes()])
        .toArray();
  }

  /** Counts these rows as one block of a data set of the weight {@code weightSum}. */
  ClassificationCounts counts(Detail detail, double weightSum) {
    ClassificationCounts counts = new ClassificationCounts(classes(), detail, weightSum);
    counts.add(block(), 0, count(), flatLogits());
    counts.endBlock();
    return counts;
  }

  ClassificationReport report() {
    return ClassificationReport.of(counts(Detail.FULL, weightSum()), names(classes()));
  }

  static LabelIndex names(int classes) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < classes; k++) {
      names.add("c" + k);
    }
    return LabelIndex.inGivenOrder(names);
  }
}
