package org.sparksoftmax.math.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ColumnSquares;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.optimize.Lbfgs;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.Optimizer;
import org.sparksoftmax.math.optimize.Preconditioner;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.math.regularize.L2Regularizer;

/** Other steps, the same optimum, and hardly ever more of them. */
class NewtonPreconditionerTest {

  private record Problem(double[][] x, int[] labels, int classes, int[] sample) {}

  private record Outcome(OptimizationResult plain, OptimizationResult preconditioned) {}

  @ParameterizedTest
  @CsvSource({
    "iris, 1e-2",
    "iris, 1e-4",
    "optdigits, 1e-2",
    "optdigits, 1e-4",
  })
  void reachesTheSameOptimumInFewerEvaluations(String name, double strength) throws IOException {
    Outcome outcome = minimize(bundled(name), strength, 1e-7);
    assertSameOptimum(outcome);
    assertThat(outcome.preconditioned().state().evaluations())
        .isLessThan(outcome.plain().state().evaluations());
  }

  @Test
  void isSafeWithConstantDependentAndEmptyColumnsAndWithoutPenalty() {
    Random random = new Random(1);
    int n = 200;
    double[][] x = new double[n][8];
    for (double[] row : x) {
      row[0] = random.nextGaussian();
      row[1] = 5; // constant
      row[2] = 2 * row[0]; // dependent
      row[4] = 1e4 * random.nextGaussian(); // of another scale
      row[5] = 1e-3 * random.nextGaussian();
    }
    x[3][6] = 1; // a single row has it
    int[] labels = IntStream.range(0, n).map(i -> random.nextInt(3)).toArray();
    for (double strength : new double[] {0, 1e-4, 1e-2}) {
      Outcome outcome =
          minimize(new Problem(x, labels, 3, everyOther(labels.length)), strength, 1e-6);
      assertThat(outcome.preconditioned().stopReason()).isEqualTo(StopReason.CONVERGED);
      assertThat(objective(outcome.preconditioned())).isLessThan(objective(outcome.plain()) + 1e-6);
      assertThat(outcome.preconditioned().state().evaluations())
          .isLessThanOrEqualTo(outcome.plain().state().evaluations() + 5);
    }
  }

  @Test
  void worksWithoutInterceptsAndWithAClassOfOneRow() {
    double[][] x = TestBlocks.rows(60, 5, 2);
    int[] labels = TestBlocks.labels(60, 2, 3);
    labels[7] = 2;
    ParameterLayout layout = new ParameterLayout(5, 3, false, WeightOrder.CLASS_MAJOR);
    assertSameOptimum(
        minimize(new Problem(x, labels, 3, everyOther(labels.length)), layout, 1e-2, 1e-7));
  }

  private static Outcome minimize(Problem problem, double strength, double tolerance) {
    ParameterLayout layout =
        new ParameterLayout(
            problem.x()[0].length, problem.classes(), true, WeightOrder.CLASS_MAJOR);
    return minimize(problem, layout, strength, tolerance);
  }

  private static Outcome minimize(
      Problem problem, ParameterLayout layout, double strength, double tolerance) {
    ExampleBlock block = TestBlocks.examples(problem.x(), problem.labels(), null, Form.DENSE_F64);
    SoftmaxObjective objective =
        SoftmaxObjective.over(
            List.of(block), layout, new L2Regularizer(strength, layout.weightCount()), 1);
    ColumnSquares squares =
        new ColumnSquares(ColumnMagnitudes.of(List.of(block), layout.features()), block.rows());
    squares.add(block.features());
    Preconditioner preconditioner =
        new NewtonPreconditioner(
            new SampledHessian(
                layout,
                new SampledHessian.Rows(
                    List.of(block.select(problem.sample())),
                    (double) problem.sample().length / problem.labels().length,
                    List.of()),
                squares.means(),
                FeatureScaling.of(1),
                strength,
                Targets.PLAIN));
    return new Outcome(
        minimize(objective, new Lbfgs(10), tolerance),
        minimize(objective, new Lbfgs(10, preconditioner), tolerance));
  }

  private static OptimizationResult minimize(
      SoftmaxObjective objective, Optimizer optimizer, double tolerance) {
    return new Minimizer(optimizer, 5000, tolerance)
        .minimize(objective, new double[objective.dimension()], state -> {});
  }

  private static void assertSameOptimum(Outcome outcome) {
    assertThat(outcome.preconditioned().stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(objective(outcome.preconditioned()))
        .isCloseTo(objective(outcome.plain()), within(1e-6))
        .isLessThan(objective(outcome.plain()) + 1e-9);
  }

  private static double objective(OptimizationResult result) {
    return result.state().value().objective();
  }

  private static int[] everyOther(int rows) {
    return IntStream.range(0, rows).filter(i -> i % 2 == 0).toArray();
  }

  private static Problem bundled(String name) throws IOException {
    List<double[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(Path.of("src/main/data", name + ".tsv.gz"))),
                StandardCharsets.UTF_8))) {
      lines.readLine();
      String line;
      while ((line = lines.readLine()) != null && rows.size() < 500) {
        double[] cells = Arrays.stream(line.split("\t")).mapToDouble(Double::parseDouble).toArray();
        rows.add(Arrays.copyOf(cells, cells.length - 1));
        labels.add((int) cells[cells.length - 1]);
      }
    }
    int[] classes = labels.stream().mapToInt(Integer::intValue).toArray();
    return new Problem(
        rows.toArray(double[][]::new),
        classes,
        Arrays.stream(classes).max().orElseThrow() + 1,
        name.equals("iris") ? IntStream.range(0, rows.size()).toArray() : everyOther(rows.size()));
  }
}
