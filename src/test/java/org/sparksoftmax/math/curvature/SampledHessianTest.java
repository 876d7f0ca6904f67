package org.sparksoftmax.math.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;

/** The Hessian of all rows is the derivative of the gradient. */
class SampledHessianTest {

  private static final double MULTIPLIER = 0.5;
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "DENSE_F64, 30, 7, 3, true, 0.01",
    "DENSE_F32, 150, 40, 16, true, 0",
    "DENSE_F32, 70, 16, 2, false, 0.1",
    "CSR_F64, 30, 7, 3, true, 0.01",
    "CSR_F32, 150, 40, 17, true, 0",
    "CSR_F32, 70, 16, 2, false, 0.1",
  })
  void productsAreDifferencesOfGradients(
      Form form, int rows, int features, int classes, boolean intercept, double penalty) {
    ExampleBlock block =
        TestBlocks.examples(
            TestBlocks.rows(rows, features, 1),
            TestBlocks.labels(rows, classes, 2),
            TestBlocks.weights(rows, 3),
            form);
    ParameterLayout layout =
        new ParameterLayout(features, classes, intercept, block.features().weightOrder());
    double[] theta = TestBlocks.uniform(layout.dimension(), 0.01, 4);
    double[] direction = TestBlocks.uniform(layout.dimension(), 1, 5);
    SampledHessian hessian =
        new SampledHessian(
            layout,
            new SampledHessian.Rows(List.of(block), 1, List.of()),
            new double[features],
            FeatureScaling.of(MULTIPLIER),
            penalty,
            Targets.PLAIN);
    hessian.moveTo(theta);

    // A gradient is scaled by s, a step by 1/s: H applied to a step gives a gradient.
    double[] unitStep = new double[layout.dimension()];
    float[] ones = new float[hessian.length()];
    Arrays.fill(ones, 1f);
    hessian.unscaleStep(ones, 1, unitStep);
    double[] scaledDirection = new double[layout.dimension()];
    for (int i = 0; i < scaledDirection.length; i++) {
      scaledDirection[i] = direction[i] / (unitStep[i] * unitStep[i]);
    }
    float[] product = new float[hessian.length()];
    hessian.multiply(hessian.scaledGradient(scaledDirection, 1), product);
    double[] actual = new double[layout.dimension()];
    hessian.unscaleStep(product, 1, actual);

    double[] expected = gradientDifference(block, layout, penalty, theta, direction);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i] / (unitStep[i] * unitStep[i]))
          .isCloseTo(expected[i], within(TOLERANCE * largest));
    }
  }

  private static double[] gradientDifference(
      ExampleBlock block, ParameterLayout layout, double penalty, double[] theta, double[] v) {
    SoftmaxObjective objective =
        SoftmaxObjective.over(
            List.of(block.inF64()),
            layout,
            new L2Regularizer(penalty, layout.weightCount()),
            MULTIPLIER);
    double h = 1e-5;
    double[] plus = theta.clone();
    double[] minus = theta.clone();
    for (int i = 0; i < v.length; i++) {
      plus[i] += h * v[i];
      minus[i] -= h * v[i];
    }
    double[] high = objective.evaluate(plus).gradient();
    double[] low = objective.evaluate(minus).gradient();
    double[] difference = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      difference[i] = (high[i] - low[i]) / (2 * h);
    }
    return difference;
  }
}
