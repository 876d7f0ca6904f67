package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.evaluate.ClassificationCounts;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.Detail;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;

class RunMetricsTest {

  private static final LossAndGradient VALUE = new LossAndGradient(0.5, 0, new double[1], 1);
  private static final ClassificationReport REPORT = report();

  private static ClassificationReport report() {
    ClassificationCounts counts = new ClassificationCounts(2, Detail.QUICK, 1);
    double[][] x = {{1}};
    counts.add(TestBlocks.examples(x, new int[1], null, Form.DENSE_F64), 0, 1, new double[2]);
    counts.endBlock();
    return ClassificationReport.of(counts, LabelIndex.inGivenOrder(List.of("a", "b")));
  }

  /** Two fits may run in one session, each in its own thread. */
  @Test
  void runsSideBySideKeepTheirNumbersApart() {
    RunMetrics one = new RunMetrics(100, 1);
    RunMetrics other = new RunMetrics(10, 1);
    iteration(one, 1, 0.25, Optional.of(REPORT));
    iteration(other, 7, 0.1, Optional.empty());
    iteration(one, 2, 0.5, Optional.empty());
    assertThat(one.values().iteration()).isEqualTo(2);
    assertThat(one.values().validationLoss()).isEqualTo(REPORT.logLoss());
    assertThat(one.values().rowsPerSecond()).isEqualTo(100 / 0.25);
    assertThat(other.values().iteration()).isEqualTo(7);
    assertThat(other.values().validationLoss()).isNaN();
  }

  private static void iteration(
      RunMetrics metrics, int number, double seconds, Optional<ClassificationReport> report) {
    OptimizerState state =
        new OptimizerState(
            number, number + 1, new double[1], VALUE, 1, OptimizerState.NoMemory.INSTANCE);
    metrics.iteration(state, seconds, report, Selection.NONE);
  }
}
