package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.optimize.Lbfgs;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.OwlQn;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.math.regularize.ElasticNet;

/** Different representations of the same data have the same optimum. */
class SameOptimumTest {

  private static final int N = 80;
  private static final int D = 7;
  private static final int K = 4;

  /** The strength λ of the penalties. */
  private static final double L2 = 0.05;

  private static final double L1 = 0.01;

  private static Examples examples() {
    double[] integers = IntStream.range(0, N).mapToDouble(i -> i % 4).toArray();
    return new Examples(TestBlocks.rows(N, D, 3), TestBlocks.labels(N, K, 4), integers);
  }

  /** An optimum: the objective, and θ with class-major weights. */
  private record Optimum(double objective, double[] parameters) {}

  private static Optimum optimum(Examples examples, Form form, boolean l1, boolean standardized) {
    FeatureBlock features = TestBlocks.features(examples.x(), form);
    ParameterLayout layout = new ParameterLayout(D, K, true, features.weightOrder());
    SoftmaxObjective objective =
        SoftmaxObjective.over(
            List.of(TestBlocks.examples(examples.x(), examples.labels(), examples.weights(), form)),
            layout,
            new ElasticNet(L2, l1 ? L1 : 0, layout.weightCount()),
            standardized ? standardization(examples) : FeatureScaling.of(1 / 255.0),
            Targets.PLAIN);
    OptimizationResult result =
        new Minimizer(l1 ? new OwlQn(10) : new Lbfgs(10), 2000, 1e-12)
            .minimize(objective, new double[layout.dimension()], state -> {});
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    return new Optimum(
        result.state().value().objective(),
        layout.reorder(result.state().parameters(), WeightOrder.CLASS_MAJOR));
  }

  /** The deviations for frequency weights, divided by W, not for reliability weights. */
  private static FeatureScaling standardization(Examples examples) {
    double total = Arrays.stream(examples.weights()).sum();
    double[] means = new double[D];
    double[] deviations = new double[D];
    for (int j = 0; j < D; j++) {
      for (int i = 0; i < examples.x().length; i++) {
        means[j] += examples.weights()[i] * examples.x()[i][j] / total;
      }
      for (int i = 0; i < examples.x().length; i++) {
        double distance = examples.x()[i][j] - means[j];
        deviations[j] += examples.weights()[i] * distance * distance / total;
      }
      deviations[j] = Math.sqrt(deviations[j]);
    }
    return FeatureScaling.standardized(means, deviations);
  }

  private static Examples repeated(Examples weighted) {
    List<double[]> x = new ArrayList<>();
    IntStream.Builder labels = IntStream.builder();
    for (int i = 0; i < weighted.x().length; i++) {
      for (int copy = 0; copy < weighted.weights()[i]; copy++) {
        x.add(weighted.x()[i]);
        labels.add(weighted.labels()[i]);
      }
    }
    double[] ones = new double[x.size()];
    Arrays.fill(ones, 1);
    return new Examples(x.toArray(double[][]::new), labels.build().toArray(), ones);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void rowsOfIntegerWeightsAreRepeatedRows(boolean l1, boolean standardized) {
    for (Form form : List.of(Form.DENSE_F64, Form.CSR_F64)) {
      Optimum weighted = optimum(examples(), form, l1, standardized);
      Optimum repeated = optimum(repeated(examples()), form, l1, standardized);
      assertThat(weighted.objective()).isCloseTo(repeated.objective(), within(1e-12));
      assertThat(weighted.parameters()).containsExactly(repeated.parameters(), within(1e-10));
    }
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void sparseRowsAreDenseRows(boolean l1, boolean standardized) {
    Optimum dense = optimum(examples(), Form.DENSE_F64, l1, standardized);
    Optimum sparse = optimum(examples(), Form.CSR_F64, l1, standardized);
    assertThat(sparse.objective()).isCloseTo(dense.objective(), within(1e-12));
    assertThat(sparse.parameters()).containsExactly(dense.parameters(), within(1e-8));
    assertThat(Arrays.stream(sparse.parameters()).filter(w -> w == 0).count())
        .isEqualTo(Arrays.stream(dense.parameters()).filter(w -> w == 0).count());
  }
}
