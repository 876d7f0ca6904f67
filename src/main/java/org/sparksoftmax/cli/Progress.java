package org.sparksoftmax.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.train.checkpoint.TrainingListener;

/** Shows the progress of training: a live line on a terminal, plain lines elsewhere. */
abstract class Progress implements TrainingListener, AutoCloseable {

  private final OptimizerConfig config;
  private final RemainingTime remaining;

  private Progress(OptimizerConfig config) {
    this.config = config;
    this.remaining = new RemainingTime(config);
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

  @Override
  public void begins(Minimizer.Origin origin) {
    remaining.begins(origin.gradientNorm());
  }

  @Override
  public final void iteration(
      OptimizerState state,
      double seconds,
      Optional<ClassificationReport> validation,
      Selection selection) {
    remaining.add(state.iteration(), state.value().gradientNorm(), seconds);
    show(state, seconds, validation);
  }

  /** Shows an iteration; the arguments are those of {@link TrainingListener#iteration}. */
  abstract void show(
      OptimizerState state, double seconds, Optional<ClassificationReport> validation);

  /** How much of the way to convergence, or to a limit, is done, from 0 to 1. */
  final double share() {
    return remaining.share();
  }

  /** Ends the display of progress: what is printed next begins a line. */
  void end() {}

  @Override
  public void close() {
    end();
  }

  /**
   * Formats the state.
   *
   * @param formats the formats of epoch, objective, gradient norm, validation accuracy and
   *     remaining time
   */
  final String text(
      Formats formats, OptimizerState state, Optional<ClassificationReport> validation) {
    StringBuilder text = new StringBuilder();
    double epochs = config.miniBatches().epochs(state.iteration());
    if (!config.miniBatches().isWhole() && !Double.isNaN(epochs)) {
      text.append(String.format(Locale.ROOT, formats.epoch(), epochs));
    }
    text.append(String.format(Locale.ROOT, formats.objective(), state.value().objective()));
    text.append(String.format(Locale.ROOT, formats.gradient(), state.value().gradientNorm()));
    validation.ifPresent(
        report -> text.append(String.format(Locale.ROOT, formats.accuracy(), report.accuracy())));
    remaining
        .range()
        .ifPresent(range -> text.append(String.format(Locale.ROOT, formats.left(), range.text())));
    return text.toString();
  }

  /** The format strings of the parts of the text. */
  private record Formats(
      String epoch, String objective, String gradient, String accuracy, String left) {}

  /** A single line that is overwritten. */
  private static final class Live extends Progress {
    /** Formats that fit a terminal of 80 columns. */
    private static final Formats SHORT =
        new Formats(" epoch %.1f", " obj %.5f", " grad %.1e", " acc %.3f", " %s");

    /** The resolution of the bar. */
    private static final int STEPS = 1000;

    private static final int CELLS = 10;

    private final ProgressBar bar;
    private boolean ended;

    Live(OptimizerConfig config, int columns) {
      super(config);
      this.bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(STEPS)
              .setRenderer(Live::line)
              .setUpdateIntervalMillis(200)
              .setMaxRenderedLength(columns)
              .setConsumer(new ConsoleProgressBarConsumer(flushing(System.err), columns))
              .clearDisplayOnFinish()
              .build();
    }

    /**
     * Such as {@code training 42% [==== ] 0:07 it 12 obj 0.27105}, without the bar if it is long.
     */
    private static String line(ProgressState state, int columns) {
      int done = (int) (state.getCurrent() * CELLS / STEPS);
      long seconds = state.getElapsedAfterStart().toSeconds();
      String extra = state.getExtraMessage();
      String start =
          String.format(Locale.ROOT, "training %3d%% ", state.getCurrent() * 100 / STEPS);
      String bar =
          String.format(Locale.ROOT, "[%s%s] ", "=".repeat(done), " ".repeat(CELLS - done));
      String end =
          String.format(
                  Locale.ROOT, "%d:%02d %s", seconds / 60, seconds % 60, extra == null ? "" : extra)
              .stripTrailing();
      String line = start + bar + end;
      if (line.length() > columns) {
        line = start + end;
      }
      return line.substring(0, Math.min(columns, line.length())).stripTrailing();
    }

    /** The bar is no complete line. */
    private static PrintStream flushing(PrintStream stream) {
      return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    @Override
    void show(OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
      bar.setExtraMessage("it " + state.iteration() + text(SHORT, state, validation));
      bar.stepTo((long) (share() * STEPS));
    }

    @Override
    void end() {
      if (!ended) {
        ended = true;
        bar.close();
      }
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
            "epoch %5.1f  ", "objective %.6f", "  gradient %.2e", "  val. accuracy %.4f", "  %s");

    private final PrintWriter out;
    private final boolean everyLook;
    private double lastShown;

    Lines(OptimizerConfig config, PrintWriter out) {
      super(config);
      this.out = out;
      this.everyLook = config.validationInterval() > 1;
    }

    @Override
    void show(OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
      String text = text(LONG, state, validation);
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
