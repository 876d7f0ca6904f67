package org.sparksoftmax.train.pass;

import org.sparksoftmax.data.block.CheckedSum;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.BlocksOfSet;
import org.sparksoftmax.data.job.ExecutorJob;
import org.sparksoftmax.data.job.JointPass;
import org.sparksoftmax.math.evaluate.ClassificationCounts;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.Detail;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * Evaluates the states of a run on validation data. Where the next state is to be evaluated, the
 * job that computes loss and gradient at its parameters does it: one Spark job instead of two. Not
 * thread-safe.
 */
public final class ValidationPass {

  private final DataSet data;
  private final ParameterLayout layout;
  private final LabelIndex classes;
  private final ExecutorJob<BlocksOfSet> together;
  private boolean due;

  /** θ of the last joint job and the measures there; null if there was none. */
  private double[] parameters;

  private ClassificationReport report;

  /**
   * @param train the rows of the gradient
   * @param data the validation data
   * @param layout the layout of θ for the features as stored
   */
  public ValidationPass(DataSet train, DataSet data, ParameterLayout layout, LabelIndex classes) {
    this.data = data;
    this.layout = layout;
    this.classes = classes;
    this.together = ExecutorJob.of(train.blocks(), data.blocks());
  }

  /** Sets whether the next state is to be evaluated. */
  public void expect(boolean next) {
    due = next;
  }

  boolean isDue() {
    return due;
  }

  /**
   * Evaluates {@code stored}, in a Spark job of its own unless the last joint job did.
   *
   * @param stored θ for the features as stored
   */
  public ClassificationReport at(double[] stored) {
    return stored == parameters ? report : SparkEvaluator.evaluate(layout, stored, classes, data);
  }

  /** Forgets the last joint job, whose parameters may change now. */
  void begin() {
    parameters = null;
  }

  /**
   * Sums loss and gradient, and evaluates the validation data, in one Spark job.
   *
   * @param stored θ for the features as stored
   * @param values the same θ
   */
  LossGradientSum withGradient(
      GradientOfBlocks gradient, double[] stored, KernelParameters values, int aggregationDepth) {
    KernelParameters ofData =
        values.arithmetic() == data.arithmetic()
            ? values.forLogits()
            : KernelParameters.forLogits(layout, stored, data.arithmetic());
    JointPass.Both<LossGradientSum, CheckedSum<ClassificationCounts>> sums =
        together.run(
            new JointPass<>(gradient, SparkEvaluator.pass(layout.classes(), data, Detail.QUICK)),
            new JointPass.Both<>(values, ofData),
            aggregationDepth);
    report = ClassificationReport.of(data.checked(sums.second()), classes);
    parameters = stored;
    return sums.first();
  }
}
