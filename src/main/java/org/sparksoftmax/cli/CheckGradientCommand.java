package org.sparksoftmax.cli;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.math.loss.TwoStepComparison;
import org.sparksoftmax.math.objective.GradientCheck;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.train.check.GradientReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check-gradient}: compares the gradient with finite differences on the user's data. */
@Command(
    name = "check-gradient",
    description =
        "Compares the gradient with central differences at random parameters, on the first 500 rows of "
            + "data.path, and fused softmax-cross-entropy with separate softmax and cross-entropy layers. "
            + "Exits with code 4 if they disagree.")
final class CheckGradientCommand extends SparkCommand {

  private static final int WORST = 10;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the random parameters (default: 1).")
  private long seed;

  private TrainingConfig config;

  @Override
  void prepare() {
    config = options.readOrDigits();
  }

  @Override
  double waitSeconds() {
    return config.cluster().waitSeconds();
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    try (TrainingData data =
        TrainingData.load(
            config.data(), spark, Quarantine.NOWHERE, out()::println, TableVersions.NONE)) {
      new Console(out())
          .rejected(
              "train",
              data.train().rejections(),
              config.data().badRows().policy(),
              Optional.empty());
      GradientReport report = GradientReport.of(config, data, seed);
      print(report);
      if (!report.passed()) {
        out().flush();
        System.err.printf(
            Locale.ROOT,
            "The gradient is wrong: relative error %.2e at %s (must be below %.0e)%n",
            report.entries().get(0).relativeError(),
            report.names().get(0),
            GradientReport.TOLERANCE);
      }
      return report.passed() ? ExitCode.DONE : ExitCode.TRAINING_FAILED;
    }
  }

  private void print(GradientReport report) {
    line("rows %d, classes %d, parameters %d", report.rows(), report.classes(), report.dimension());
    line(
        "loss at small random weights: %.6f (ln %d = %.6f)",
        report.lossAtSmallWeights(), report.classes(), Math.log(report.classes()));
    line("");
    line("worst of %d entries, analytic vs. central differences:", report.entries().size());
    line("  %-12s %-16s %-16s %s", "rel. error", "analytic", "numeric", "parameter");
    for (int e = 0; e < Math.min(WORST, report.entries().size()); e++) {
      GradientCheck.Entry entry = report.entries().get(e);
      line(
          "  %-12.2e %-16.8e %-16.8e %s",
          entry.relativeError(), entry.analytic(), entry.numeric(), report.names().get(e));
    }
    line("");
    line("fused softmax-cross-entropy vs. separate softmax and logistic loss layers:");
    line(
        "  %-12s %-20s %-22s %s",
        "logit size", "largest difference", "two-step broken", "fused broken");
    for (TwoStepComparison.Result result : report.twoStep()) {
      line(
          "  %-12.0f %-20.2e %-22s %s",
          result.logitSize(),
          result.largestDifference(),
          String.format(
              Locale.ROOT, "%d of %s", result.brokenRows(), Count.of(result.rows(), "row")),
          Count.of(result.brokenFusedRows(), "row"));
    }
    line("");
    line(report.passed() ? "passed: the gradient is correct" : "FAILED");
  }

  private void line(String format, Object... arguments) {
    out().println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
