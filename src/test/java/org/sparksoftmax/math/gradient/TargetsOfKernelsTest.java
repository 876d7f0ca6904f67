package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;

/** Soft labels, label smoothing, class weights and stacks of models, in every kernel. */
class TargetsOfKernelsTest {

  private static final int N = 150;
  private static final int D = 7;
  private static final int K = 4;
  private static final double[][] X = TestBlocks.rows(N, D, 1);
  private static final int[] LABELS = TestBlocks.labels(N, K, 2);
  private static final double[] WEIGHTS = TestBlocks.weights(N, 3);
  private static final double[] CLASS_WEIGHTS = {0.5, 2, 0, 1.25};

  @ParameterizedTest
  @EnumSource(Form.class)
  void oneHotTargetsGiveTheBitsOfLabels(Form form) {
    LossGradientSum labels = sum(block(form, null), Targets.PLAIN);
    LossGradientSum targets = sum(block(form, oneHot()), Targets.PLAIN);
    assertSameBits(targets, labels, form);
    Targets weighted = new Targets(0, CLASS_WEIGHTS);
    assertSameBits(sum(block(form, oneHot()), weighted), sum(block(form, null), weighted), form);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void labelSmoothingIsTrainingOnSmoothedTargets(Form form) {
    double[] smoothed = oneHot();
    for (int e = 0; e < smoothed.length; e++) {
      smoothed[e] = 0.1 / K + (1 - 0.1) * smoothed[e];
    }
    assertSameBits(
        sum(block(form, null), new Targets(0.1, null)),
        sum(block(form, smoothed), Targets.PLAIN),
        form);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void classWeightsMultiplyExampleWeights(Form form) {
    double[] weights =
        IntStream.range(0, N).mapToDouble(i -> WEIGHTS[i] * CLASS_WEIGHTS[LABELS[i]]).toArray();
    ExampleBlock multiplied = TestBlocks.examples(X, LABELS, weights, form);
    assertSameBits(
        sum(block(form, null), new Targets(0, CLASS_WEIGHTS)),
        sum(multiplied, Targets.PLAIN),
        form);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void softTargetsFollowTheDefinition(Form form) {
    double[] targets = random();
    Targets rules = new Targets(0.2, CLASS_WEIGHTS);
    ExampleBlock block = block(form, targets);
    double[] theta = parameters(block, 1);
    LossGradientSum actual = sum(block, rules);
    double loss = 0;
    double weight = 0;
    for (int i = 0; i < N; i++) {
      double share = 0;
      for (int k = 0; k < K; k++) {
        share += CLASS_WEIGHTS[k] * targets[i * K + k];
      }
      double w = WEIGHTS[i] * share;
      weight += w;
      double[] z = logits(block, theta, i);
      double normalizer = 0;
      for (double logit : z) {
        normalizer += Math.exp(logit);
      }
      for (int k = 0; k < K; k++) {
        double t = 0.2 / K + 0.8 * CLASS_WEIGHTS[k] * targets[i * K + k] / share;
        loss -= w * t * (z[k] - Math.log(normalizer));
      }
    }
    double tolerance = block.features().arithmetic() == Arithmetic.F64 ? 1e-12 : 1e-5;
    assertThat(actual.weightSum()).isCloseTo(weight, within(1e-12 * weight));
    assertThat(actual.lossSum()).isCloseTo(loss, within(tolerance * loss));
    assertGradientIsDerivative(block, rules, theta);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void modelsOfAStackGetTheBitsThatTheyGetAlone(Form form) {
    ExampleBlock block = block(form, random());
    List<double[]> parameters =
        List.of(parameters(block, 1), parameters(block, 2), parameters(block, 3));
    assertStackEqualsModelsAlone(block, parameters);
    ModelStack stack = new ModelStack(layout(block), 3);
    for (int g = 0; g < 3; g++) {
      assertThat(stack.part(stack.stack(parameters), g)).containsExactly(parameters.get(g));
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void aModelThatDivergesChangesNothingForTheOthersOfItsStack(Form form) {
    ExampleBlock block = block(form, random());
    double[] diverged = parameters(block, 2);
    Arrays.fill(diverged, Double.POSITIVE_INFINITY);
    List<double[]> gradients =
        assertStackEqualsModelsAlone(
            block, List.of(parameters(block, 1), diverged, parameters(block, 3)));
    assertThat(gradients.get(0)).doesNotContain(Double.NaN);
    assertThat(gradients.get(1)).containsOnly(Double.NaN);
    assertThat(gradients.get(2)).doesNotContain(Double.NaN);
  }

  /** Returns the gradient of each of three models. */
  private static List<double[]> assertStackEqualsModelsAlone(
      ExampleBlock block, List<double[]> parameters) {
    List<Targets> targets =
        List.of(Targets.PLAIN, new Targets(0.3, null), new Targets(0, CLASS_WEIGHTS));
    ModelStack stack = new ModelStack(layout(block), 3);
    LossGradientSum together = new LossGradientSum();
    new LossGradientKernel(
            KernelParameters.of(
                stack, parameters, targets, block.features().arithmetic(), grid(block)))
        .add(block, together);
    List<double[]> gradients = together.gradients(stack, grid(block));
    for (int g = 0; g < 3; g++) {
      LossGradientSum alone = new LossGradientSum();
      new LossGradientKernel(
              KernelParameters.of(
                  ModelStack.of(layout(block)),
                  List.of(parameters.get(g)),
                  List.of(targets.get(g)),
                  block.features().arithmetic(),
                  grid(block)))
          .add(block, alone);
      assertThat(together.lossSum(g)).isEqualTo(Double.valueOf(alone.lossSum())); // or both NaN
      assertThat(together.weightSum(g)).isEqualTo(alone.weightSum());
      assertThat(gradients.get(g)).containsExactly(alone.gradient(layout(block), grid(block)));
    }
    return gradients;
  }

  private static void assertGradientIsDerivative(ExampleBlock block, Targets rules, double[] at) {
    if (block.features().arithmetic() != Arithmetic.F64) {
      return;
    }
    double[] gradient = sum(block, rules, at).gradient(layout(block), grid(block));
    for (int i = 0; i < at.length; i++) {
      double h = 1e-6;
      double[] plus = at.clone();
      plus[i] += h;
      double[] minus = at.clone();
      minus[i] -= h;
      double difference =
          (sum(block, rules, plus).lossSum() - sum(block, rules, minus).lossSum()) / (2 * h);
      assertThat(gradient[i]).isCloseTo(difference, within(1e-4 * Math.abs(difference) + 1e-2));
    }
  }

  private static void assertSameBits(LossGradientSum actual, LossGradientSum expected, Form form) {
    ExampleBlock block = block(form, null);
    assertThat(actual.lossSum()).isEqualTo(expected.lossSum());
    assertThat(actual.weightSum()).isEqualTo(expected.weightSum());
    assertThat(actual.gradient(layout(block), grid(block)))
        .containsExactly(expected.gradient(layout(block), grid(block)));
  }

  private static double[] logits(ExampleBlock block, double[] theta, int i) {
    ParameterLayout layout = layout(block);
    double[] z = new double[K];
    for (int k = 0; k < K; k++) {
      z[k] = theta[layout.interceptIndex(k)];
      for (int j = 0; j < D; j++) {
        z[k] += X[i][j] * theta[layout.weightIndex(k, j)];
      }
    }
    return z;
  }

  private static LossGradientSum sum(ExampleBlock block, Targets targets) {
    return sum(block, targets, parameters(block, 1));
  }

  private static LossGradientSum sum(ExampleBlock block, Targets targets, double[] parameters) {
    LossGradientSum sum = new LossGradientSum();
    new LossGradientKernel(
            KernelParameters.of(
                ModelStack.of(layout(block)),
                List.of(parameters),
                List.of(targets),
                block.features().arithmetic(),
                grid(block)))
        .add(block, sum);
    return sum;
  }

  private static double[] parameters(ExampleBlock block, long seed) {
    return TestBlocks.uniform(layout(block).dimension(), 0.01, seed);
  }

  private static ParameterLayout layout(ExampleBlock block) {
    return new ParameterLayout(D, K, true, block.features().weightOrder());
  }

  private static GradientGrid grid(ExampleBlock block) {
    return GradientGrid.of(ColumnMagnitudes.of(List.of(block), D), 2 * block.exampleWeightSum());
  }

  private static ExampleBlock block(Form form, double[] targets) {
    ExampleBlock plain = TestBlocks.examples(X, LABELS, WEIGHTS, form);
    return targets == null
        ? plain
        : new ExampleBlock(0, plain.features(), LABELS, WEIGHTS, new F64Values(targets));
  }

  private static double[] oneHot() {
    double[] targets = new double[N * K];
    for (int i = 0; i < N; i++) {
      targets[i * K + LABELS[i]] = 1;
    }
    return targets;
  }

  private static double[] random() {
    double[] targets = new Random(9).doubles(N * K).toArray();
    for (int i = 0; i < N; i++) {
      double sum = 0;
      for (int k = 0; k < K; k++) {
        sum += targets[i * K + k];
      }
      for (int k = 0; k < K; k++) {
        targets[i * K + k] /= sum;
      }
    }
    return targets;
  }
}
