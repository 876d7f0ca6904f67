package org.sparksoftmax.math.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;

/** Networks learn what linear models cannot. */
class NetworkTrainingTest {

  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"DENSE_F32", "DENSE_F64", "CSR_F32"})
  void exclusiveOrIsLearned(Form form) {
    double[][] x = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    Problem problem = new Problem(TestBlocks.examples(x, new int[] {0, 1, 1, 0}, null, form), 2);
    Trained network = problem.train(HiddenLayers.of(Activation.TANH, 4), new Lbfgs(10), 200, 0);
    assertThat(network.loss).isLessThan(1e-2);
    assertThat(network.right).isEqualTo(4);
    Trained linear = problem.train(HiddenLayers.NONE, new Lbfgs(10), 200, 0);
    assertThat(linear.loss).isBetween(Math.log(2) - 1e-6, Math.log(2) + 1e-6);
  }

  /** 194 points of two spirals, three turns each (Lang and Witbrock 1988). */
  @Test
  void twoSpiralsAreToldApart() {
    double[][] x = new double[194][2];
    int[] labels = new int[194];
    for (int i = 0; i < 97; i++) {
      double angle = i * Math.PI / 16;
      double radius = (104 - i) / 104.0;
      x[2 * i] = new double[] {radius * Math.sin(angle), radius * Math.cos(angle)};
      x[2 * i + 1] = new double[] {-x[2 * i][0], -x[2 * i][1]};
      labels[2 * i + 1] = 1;
    }
    Problem problem = new Problem(TestBlocks.examples(x, labels, null, Form.DENSE_F32), 2);
    assertThat(
            problem.train(HiddenLayers.of(Activation.TANH, 32, 32), new Lbfgs(20), 1000, 0).right)
        .isEqualTo(194);
    assertThat(problem.train(HiddenLayers.NONE, new Lbfgs(20), 1000, 0).right).isLessThan(130);
  }

  @Test
  void aWideLayerLearnsRandomLabelsByHeart() {
    Random random = new Random(1);
    double[][] x = new double[100][20];
    for (double[] row : x) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian();
      }
    }
    ExampleBlock block =
        TestBlocks.examples(x, TestBlocks.labels(100, 10, 2), null, Form.DENSE_F32);
    Problem problem = new Problem(block, 10);
    Trained network = problem.train(HiddenLayers.of(Activation.RELU, 256), new Lbfgs(10), 150, 0);
    assertThat(network.right).isEqualTo(100);
    assertThat(network.loss).isLessThan(1e-2);
    assertThat(problem.train(HiddenLayers.NONE, new Lbfgs(10), 300, 0).right).isLessThan(90);
  }

  static Stream<Arguments> optimizers() {
    StepSchedule tenth = StepSchedule.constant(0.1);
    return Stream.of(
        Arguments.of("lbfgs", new Lbfgs(10), 0),
        Arguments.of("owlqn", new OwlQn(10), 1e-4),
        Arguments.of("gradient descent", GradientDescent.backtracking(1), 0),
        Arguments.of("steps", FirstOrder.gradientDescent(StepSchedule.constant(0.5)), 0),
        Arguments.of("momentum", FirstOrder.momentum(0.9, tenth), 0),
        Arguments.of("nesterov", FirstOrder.nesterov(0.9, tenth), 0),
        Arguments.of("adagrad", FirstOrder.adaGrad(1e-8, tenth), 0),
        Arguments.of("adam", FirstOrder.adam(0.9, 0.999, 1e-8, StepSchedule.constant(0.02)), 0),
        Arguments.of(
            "local",
            FirstOrder.adam(0.9, 0.999, 1e-8, StepSchedule.constant(0.02)).withLocalSteps(3),
            0));
  }

  /** Four clusters of two classes, those of a class opposite one another. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void everyUpdateRuleLowersTheObjective(String name, Optimizer optimizer, double l1) {
    Random random = new Random(3);
    double[][] x = new double[200][2];
    int[] labels = new int[200];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = (i % 2 == 0 ? 1 : -1) + 0.3 * random.nextGaussian();
      x[i][1] = (i / 2 % 2 == 0 ? 1 : -1) + 0.3 * random.nextGaussian();
      labels[i] = x[i][0] * x[i][1] > 0 ? 1 : 0;
    }
    Problem problem = new Problem(TestBlocks.examples(x, labels, null, Form.DENSE_F32), 2);
    for (Activation activation : Activation.values()) {
      Trained trained = problem.train(HiddenLayers.of(activation, 16), optimizer, 300, l1);
      assertThat(trained.stopReason.isFailure()).as("%s", activation).isFalse();
      assertThat(trained.first).isGreaterThan(0.5);
      // A sigmoid halves nothing soon: its slopes are small.
      assertThat(trained.last)
          .as("%s", activation)
          .isLessThan((activation == Activation.SIGMOID ? 0.95 : 0.35) * trained.first);
    }
  }

  private record Trained(
      double first, double last, double loss, int right, StopReason stopReason) {}

  /** Rows of one block to be learned. */
  private record Problem(ExampleBlock block, int classes) {

    Trained train(HiddenLayers hidden, Optimizer optimizer, int iterations, double l1) {
      int features = block.features().features();
      ParameterLayout layout =
          new ParameterLayout(features, classes, true, block.features().weightOrder(), hidden);
      SoftmaxObjective objective =
          ObjectiveSpec.plain(
                  layout, new ElasticNet(0, l1, layout.weightCount()), FeatureScaling.of(1))
              .over(List.of(block), ColumnMagnitudes.of(List.of(block), features));
      double[] start = Initializer.of(hidden.activation()).parameters(layout, 1);
      double first = objective.evaluate(start).objective();
      OptimizationResult result =
          new Minimizer(optimizer, iterations, 1e-5).minimize(objective, start, state -> {});
      double[] theta = result.state().parameters();
      return new Trained(
          first,
          objective.evaluate(theta).objective(),
          objective.evaluate(theta).meanLoss(),
          right(layout, theta),
          result.stopReason());
    }

    private int right(ParameterLayout layout, double[] theta) {
      double[] logits = new double[block.rows() * classes];
      new LossGradientKernel(
              KernelParameters.forLogits(layout, theta, block.features().arithmetic()))
          .logitsInto(block.features(), 0, block.rows(), logits);
      int right = 0;
      for (int i = 0; i < block.rows(); i++) {
        right +=
            SoftmaxCrossEntropy.largest(logits, i * classes, classes) == block.label(i) ? 1 : 0;
      }
      return right;
    }
  }
}
