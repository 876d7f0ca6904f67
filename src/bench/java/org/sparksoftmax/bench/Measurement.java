package org.sparksoftmax.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A line of the log of {@code submit/bench compare}: when one solver reached one point on one data
 * set.
 *
 * @param point the distance above the optimum, such as {@code 1e-4}; or {@link #END}, where the
 *     solver ended or was ended, or failed
 * @param iterations of the solver, or epochs of a network
 * @param seconds of training; NaN if the solver failed
 * @param value the objective, or the test accuracy of a network; NaN if unknown
 * @param megabytes peak resident memory of the process
 * @param otherCores cores that other processes took meanwhile
 * @param note why there is no figure, or a remark; empty if there is nothing to say
 */
record Measurement(
    String data,
    String solver,
    String point,
    int iterations,
    double seconds,
    double value,
    double megabytes,
    double otherCores,
    String note) {

  static final String END = "end";

  private static final String HEADER =
      "data\tsolver\tpoint\titerations\tseconds\tvalue\tmegabytes\tother cores\tnote";

  /** A solver that could not run. */
  static Measurement failed(String data, String solver, String note) {
    return new Measurement(
        data, solver, END, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, note);
  }

  boolean isEnd() {
    return point.equals(END);
  }

  boolean isFailure() {
    return Double.isNaN(seconds);
  }

  boolean isOf(String dataName, String solverName) {
    return data.equals(dataName) && solver.equals(solverName);
  }

  /**
   * The first iteration whose objective is at most a target.
   *
   * @param objectives of all iterations; they need not fall
   */
  static OptionalInt firstWithin(double[] objectives, double target) {
    return IntStream.range(0, objectives.length).filter(i -> objectives[i] <= target).findFirst();
  }

  /** One line of tab-separated values. */
  String line() {
    return String.join(
        "\t",
        data,
        solver,
        point,
        String.valueOf(iterations),
        String.valueOf(seconds),
        String.valueOf(value),
        String.valueOf(megabytes),
        String.valueOf(otherCores),
        note.replaceAll("\\s+", " "));
  }

  static Measurement parse(String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != 9) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid line of the log (must have 9 cells): %s", line));
    }
    return new Measurement(
        cells[0],
        cells[1],
        cells[2],
        Integer.parseInt(cells[3]),
        Double.parseDouble(cells[4]),
        Double.parseDouble(cells[5]),
        Double.parseDouble(cells[6]),
        Double.parseDouble(cells[7]),
        cells[8]);
  }

  /** All measurements of a log; none if there is no such file. */
  static List<Measurement> read(Path log) throws IOException {
    List<Measurement> all = new ArrayList<>();
    if (Files.exists(log)) {
      Files.readAllLines(log).stream().skip(1).map(Measurement::parse).forEach(all::add);
    }
    return all;
  }

  /** Replaces what {@code outdated} in a log by {@code added}. */
  static void replace(Path log, Predicate<Measurement> outdated, List<Measurement> added)
      throws IOException {
    List<Measurement> all = read(log);
    all.removeIf(outdated);
    all.addAll(added);
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    all.forEach(each -> text.append(each.line()).append('\n'));
    Files.createDirectories(log.getParent());
    Files.writeString(log, text);
  }
}
