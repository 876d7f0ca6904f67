package org.sparksoftmax.train;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.evaluate.ClassificationCounts;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.evaluate.Detail;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.LabelIndex;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.objective.KernelParameters;
import org.sparksoftmax.objective.LossGradientKernel;

/** Measures a model on a data set: one Spark job. */
public final class SparkEvaluator {

  private static final int STRIP_ROWS = 64;

  private SparkEvaluator() {}

  /** All measures of {@code model} on {@code data}. */
  public static ClassificationReport evaluate(SoftmaxModel model, DataSet data) {
    ParameterLayout layout = model.layout(data.order());
    double[] parameters = model.parameters(data.order());
    return evaluate(layout, parameters, model.classes(), data, Detail.FULL);
  }

  /**
   * The quick measures of {@code parameters} on {@code data}.
   *
   * @param parameters θ for the features as stored
   */
  static ClassificationReport evaluate(
      ParameterLayout layout, double[] parameters, LabelIndex classes, DataSet data) {
    return evaluate(layout, parameters, classes, data, Detail.QUICK);
  }

  private static ClassificationReport evaluate(
      ParameterLayout layout,
      double[] parameters,
      LabelIndex classes,
      DataSet data,
      Detail detail) {
    JavaRDD<ExampleBlock> blocks = data.blocks();
    double weightSum = data.inventory().exampleWeightSum();
    Broadcast<KernelParameters> broadcast =
        JavaSparkContext.fromSparkContext(blocks.context())
            .broadcast(KernelParameters.forLogits(layout, parameters, data.arithmetic()));
    try {
      ClassificationCounts counts =
          blocks
              .mapPartitions(partition -> count(partition, broadcast.value(), detail, weightSum))
              .treeReduce(
                  ClassificationCounts::merge, DataSet.treeDepth(blocks.getNumPartitions()));
      data.requireUnchanged(counts.checksum());
      return ClassificationReport.of(counts, classes);
    } finally {
      broadcast.destroy();
    }
  }

  private static Iterator<ClassificationCounts> count(
      Iterator<ExampleBlock> blocks,
      KernelParameters parameters,
      Detail detail,
      double exampleWeightSum) {
    int classes = parameters.layout().classes();
    LossGradientKernel kernel = new LossGradientKernel(parameters);
    ClassificationCounts counts = new ClassificationCounts(classes, detail, exampleWeightSum);
    double[] strip = new double[STRIP_ROWS * classes];
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      for (int from = 0; from < block.rows(); from += STRIP_ROWS) {
        int to = Math.min(block.rows(), from + STRIP_ROWS);
        kernel.logitsInto(block.features(), from, to, strip);
        counts.add(block, from, to, strip);
      }
      counts.endBlock(block.contentHash());
    }
    return List.of(counts).iterator();
  }
}
