package org.sparksoftmax.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;

/** Shows the progress of training: a live line on a terminal, plain lines elsewhere. */
abstract class Progress implements AutoCloseable {

  private double firstNorm;
  private final OptimizerConfig config;

  private Progress(OptimizerConfig config) {
    this.config = config;
  }

  /**
   * Shows a live line if {@code submit/softmax} detected a terminal (SOFTMAX_COLUMNS), else plain
   * lines.
   */
  static Progress create(PrintWriter out, OptimizerConfig config) {
    String columns = System.getenv("SOFTMAX_COLUMNS");
    return columns != null && columns.matches("[0-9]{2,4}")
        ? new Live(config, Integer.parseInt(columns))
        : new Lines(config, out);
  }

  /**
   * Shows an iteration; see {@link org.sparksoftmax.train.checkpoint.TrainingListener#iteration}.
   */
  abstract void iteration(
      OptimizerState state, double seconds, Optional<ClassificationReport> validation);

  @Override
  public void close() {}

  /**
   * Formats the state.
   *
   * @param formats the formats of epoch, objective, gradient norm, validation accuracy and seconds
   *     left
   */
  final String text(
      Formats formats,
      OptimizerState state,
      double seconds,
      Optional<ClassificationReport> validation) {
    if (state.iteration() == 0) {
      firstNorm = state.value().gradientNorm();
    }
    StringBuilder text = new StringBuilder();
    double epochs = config.miniBatches().epochs(state.iteration());
    if (!config.miniBatches().isWhole() && !Double.isNaN(epochs)) {
      text.append(String.format(Locale.ROOT, formats.epoch(), epochs));
    }
    text.append(String.format(Locale.ROOT, formats.objective(), state.value().objective()));
    text.append(String.format(Locale.ROOT, formats.gradient(), state.value().gradientNorm()));
    validation.ifPresent(
        report -> text.append(String.format(Locale.ROOT, formats.accuracy(), report.accuracy())));
    if (state.iteration() > 0) {
      text.append(String.format(Locale.ROOT, formats.left(), secondsLeft(state, seconds)));
    }
    return text.toString();
  }

  /** The format strings of the parts of the text. */
  private record Formats(
      String epoch, String objective, String gradient, String accuracy, String left) {}

  /**
   * Estimates the remaining time. The gradient norm decreases about geometrically, so progress
   * towards the tolerance is measured on a logarithmic scale. The estimate is bounded by
   * max-iterations.
   */
  private double secondsLeft(OptimizerState state, double seconds) {
    double perIteration = seconds / state.iteration();
    double left = (config.maxIterations() - state.iteration()) * perIteration;
    double way = Math.log(config.tolerance());
    double done = Math.log(state.value().gradientNorm() / firstNorm);
    if (done < 0 && config.miniBatches().isWhole()) {
      left = Math.min(left, seconds * (way / done - 1));
    }
    if (config.stopping().maxSeconds() > 0) {
      left = Math.min(left, config.stopping().maxSeconds() - seconds);
    }
    return Math.ceil(Math.max(0, left));
  }

  /** A single line that is overwritten. */
  private static final class Live extends Progress {
    /** Formats that fit a terminal of 80 columns. */
    private static final Formats SHORT =
        new Formats(" epoch %.1f", " obj %.5f", " grad %.1e", " acc %.3f", " ~%.0fs left");

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
              .setConsumer(new ConsoleProgressBarConsumer(flushing(System.err), columns))
              .clearDisplayOnFinish()
              .build();
    }

    /** The bar is no complete line. */
    private static PrintStream flushing(PrintStream stream) {
      return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    @Override
    void iteration(
        OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
      bar.setExtraMessage(text(SHORT, state, seconds, validation));
      bar.stepTo(state.iteration());
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /**
   * A line for each of the first iterations, then for every tenth, and at least one every few
   * seconds. If validation-interval is above 1, also a line for every evaluation on the validation
   * data.
   */
  private static final class Lines extends Progress {
    private static final double MAX_SILENCE_SECONDS = 5;
    private static final Formats LONG =
        new Formats(
            "epoch %5.1f  ",
            "objective %.6f", "  gradient %.2e", "  val. accuracy %.4f", "  ~%.0f s left");

    private final PrintWriter out;
    private final boolean everyLook;
    private double lastShown;

    Lines(OptimizerConfig config, PrintWriter out) {
      super(config);
      this.out = out;
      this.everyLook = config.validationInterval() > 1;
    }

    @Override
    void iteration(
        OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
      String text = text(LONG, state, seconds, validation);
      boolean due =
          state.iteration() <= 3
              || state.iteration() % 10 == 0
              || (everyLook && validation.isPresent())
              || seconds - lastShown >= MAX_SILENCE_SECONDS;
      if (due) {
        out.printf(Locale.ROOT, "iteration %4d  %s%n", state.iteration(), text);
        out.flush();
        lastShown = seconds;
      }
    }
  }
}
