package org.sparksoftmax.train;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.evaluate.ClassificationCounts;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.FeatureBlock;
import org.sparksoftmax.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.LabelIndex;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.KernelParameters;
import org.sparksoftmax.objective.LossGradientKernel;

/** Measures a model on a data set: one Spark job. */
public final class SparkEvaluator {

  private static final int STRIP_ROWS = 64;

  private SparkEvaluator() {}

  /** The measures of {@code model} on {@code data}. */
  public static ClassificationReport evaluate(SoftmaxModel model, DataSet data) {
    ParameterLayout layout = model.layout(data.order());
    return evaluate(layout, model.parameters(data.order()), model.classes(), data);
  }

  /**
   * The measures of {@code parameters} on {@code data}.
   *
   * @param parameters θ for the features as stored
   */
  static ClassificationReport evaluate(
      ParameterLayout layout, double[] parameters, LabelIndex classes, DataSet data) {
    JavaRDD<ExampleBlock> blocks = data.blocks();
    Broadcast<KernelParameters> broadcast =
        JavaSparkContext.fromSparkContext(blocks.context())
            .broadcast(KernelParameters.forLogits(layout, parameters, data.arithmetic()));
    try {
      ClassificationCounts counts =
          blocks
              .mapPartitions(partition -> count(partition, broadcast.value()))
              .treeReduce(
                  ClassificationCounts::merge, DataSet.treeDepth(blocks.getNumPartitions()));
      data.requireUnchanged(counts.checksum());
      return ClassificationReport.of(counts, classes);
    } finally {
      broadcast.destroy();
    }
  }

  private static Iterator<ClassificationCounts> count(
      Iterator<ExampleBlock> blocks, KernelParameters parameters) {
    ParameterLayout layout = parameters.layout();
    LossGradientKernel kernel = new LossGradientKernel(parameters);
    ClassificationCounts counts = new ClassificationCounts(layout.classes());
    double[] strip = new double[STRIP_ROWS * layout.classes()];
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      FeatureBlock x = block.features();
      double loss = 0;
      for (int from = 0; from < x.rows(); from += STRIP_ROWS) {
        int to = Math.min(x.rows(), from + STRIP_ROWS);
        kernel.logitsInto(x, from, to, strip);
        for (int i = from; i < to; i++) {
          loss +=
              countRow(
                  counts, strip, (i - from) * layout.classes(), layout.classes(), block.label(i));
        }
      }
      counts.endBlock(loss, block.contentHash());
    }
    return List.of(counts).iterator();
  }

  /** Counts a row and returns its loss; 0 if its class is unknown. */
  private static double countRow(
      ClassificationCounts counts, double[] logits, int offset, int classes, int label) {
    counts.add(label, SoftmaxCrossEntropy.largest(logits, offset, classes));
    if (label == ExampleBlock.UNKNOWN_LABEL) {
      return 0;
    }
    double labelLogit = logits[offset + label];
    return SoftmaxCrossEntropy.softmaxInPlace(logits, offset, classes) - labelLogit;
  }
}
