package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.optimize.OptimizerState;
import org.sparksoftmax.train.TrainingListener;

/** Shows how training goes: a live line on a terminal, plain lines elsewhere. */
abstract class Progress implements TrainingListener, AutoCloseable {

  private double firstNorm;
  private final OptimizerConfig config;

  private Progress(OptimizerConfig config) {
    this.config = config;
  }

  /**
   * A live line if {@code submit/softmax} has found a terminal (SOFTMAX_COLUMNS), else plain lines.
   */
  static Progress create(PrintWriter out, OptimizerConfig config) {
    String columns = System.getenv("SOFTMAX_COLUMNS");
    return columns != null && columns.matches("[0-9]{2,4}")
        ? new Live(config, Integer.parseInt(columns))
        : new Lines(config, out);
  }

  @Override
  public void close() {}

  final String text(
      OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
    if (state.iteration() == 0) {
      firstNorm = state.value().gradientNorm();
    }
    String accuracy =
        validation
            .map(report -> String.format(Locale.ROOT, "  val. accuracy %.4f", report.accuracy()))
            .orElse("");
    return String.format(
        Locale.ROOT,
        "objective %.6f  gradient %.2e%s%s",
        state.value().objective(),
        state.value().gradientNorm(),
        accuracy,
        timeLeft(state, seconds));
  }

  /**
   * The gradient norm falls about geometrically, so the share of the way to the tolerance is taken
   * on a logarithmic scale; the iterations allowed are the upper bound.
   */
  private String timeLeft(OptimizerState state, double seconds) {
    if (state.iteration() == 0) {
      return "";
    }
    double perIteration = seconds / state.iteration();
    double left = (config.maxIterations() - state.iteration()) * perIteration;
    double way = Math.log(config.tolerance());
    double done = Math.log(state.value().gradientNorm() / firstNorm);
    if (done < 0 && way < done) {
      left = Math.min(left, seconds * (way / done - 1));
    }
    return String.format(Locale.ROOT, "  ~%.0f s left", Math.ceil(Math.max(0, left)));
  }

  /** One line that is written over again and again. */
  private static final class Live extends Progress {
    private final ProgressBar bar;

    Live(OptimizerConfig config, int columns) {
      super(config);
      this.bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(config.maxIterations())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .hideEta()
              .setMaxRenderedLength(columns)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, columns))
              .clearDisplayOnFinish()
              .build();
    }

    @Override
    public void iteration(
        OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
      bar.setExtraMessage(" " + text(state, seconds, validation));
      bar.stepTo(state.iteration());
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /**
   * A line for each of the first iterations, then for every tenth and at least every few seconds.
   */
  private static final class Lines extends Progress {
    private static final double MAX_SILENCE_SECONDS = 5;

    private final PrintWriter out;
    private double lastShown;

    Lines(OptimizerConfig config, PrintWriter out) {
      super(config);
      this.out = out;
    }

    @Override
    public void iteration(
        OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
      String text = text(state, seconds, validation);
      boolean due =
          state.iteration() <= 3
              || state.iteration() % 10 == 0
              || seconds - lastShown >= MAX_SILENCE_SECONDS;
      if (due) {
        out.printf(Locale.ROOT, "iteration %4d  %s%n", state.iteration(), text);
        out.flush();
        lastShown = seconds;
      }
    }
  }
}
