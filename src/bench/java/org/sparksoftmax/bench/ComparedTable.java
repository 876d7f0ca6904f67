package org.sparksoftmax.bench;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables of {@code submit/bench compare}, made from its log.
 *
 * @param titles what the table calls each solver, in its order; others are left out
 */
record ComparedTable(List<Measurement> log, Map<String, String> titles) {

  /** Distances above the optimum, as parts of it. */
  static final List<String> CLOSE = List.of("1e-2", "1e-4", "1e-6");

  private static final String SUMMARISED = "1e-4";

  static final String OURS = "ours";

  /**
   * A float64 run of spark-softmax with a tolerance far below the default, which finds the optimum.
   */
  static final String OPTIMUM = "optimum";

  /** An optimum that a later solver improved a little does not make points invalid. */
  private static final double SLACK = 1.05;

  /** One table of all linear models, and one of networks; empty for one without data. */
  String markdown() {
    Set<String> linear = new LinkedHashSet<>();
    Set<String> networks = new LinkedHashSet<>();
    for (Measurement each : log) {
      (isNetwork(each.data()) ? networks : linear).add(each.data());
    }
    StringBuilder text = new StringBuilder();
    if (!linear.isEmpty()) {
      text.append("| data | solver | s to 1e-2 | s to 1e-4 | s to 1e-6 | peak MB |\n");
      text.append("|---|---|---|---|---|---|\n");
      linear.forEach(data -> addRows(text, data));
    }
    if (!networks.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(
          "| network | trained by | s | test accuracy | peak MB |\n|---|---|---|---|---|\n");
      networks.forEach(data -> addRows(text, data));
    }
    return text.toString();
  }

  /** Whether nothing was measured. */
  boolean isEmpty() {
    return log.isEmpty();
  }

  /**
   * A row for each data set with a linear model: the seconds to 1e-4, of scikit-learn those of its
   * fastest solver.
   */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append("| data | spark-softmax | scikit-learn, fastest | MLlib |\n|---|---|---|---|\n");
    for (String data : new LinkedHashSet<>(log.stream().map(Measurement::data).toList())) {
      if (!isNetwork(data)) {
        text.append("| ").append(name(data)).append(" | ").append(fastest(data, OURS));
        text.append(" | ").append(fastest(data, "scikit-learn"));
        text.append(" | ").append(fastest(data, "MLlib")).append(" |\n");
      }
    }
    return text.toString();
  }

  /** Of the solvers whose title has a prefix; if none came near enough, a lower bound. */
  private String fastest(String data, String prefix) {
    List<Measurement> ends =
        titles.entrySet().stream()
            .filter(each -> each.getKey().equals(prefix) || each.getValue().startsWith(prefix))
            .flatMap(each -> find(data, each.getKey(), Measurement.END).stream())
            .filter(end -> !end.isFailure())
            .toList();
    Comparator<Measurement> bySeconds = Comparator.comparingDouble(Measurement::seconds);
    return ends.stream()
        .flatMap(end -> reached(data, end.solver(), SUMMARISED).stream())
        .min(bySeconds)
        .or(() -> ends.stream().min(bySeconds))
        .map(best -> cell(best, SUMMARISED))
        .orElse("—");
  }

  /** Whether the machine was quiet. */
  String otherCores() {
    return log.stream()
        .filter(each -> titles.containsKey(each.solver()) && Double.isFinite(each.otherCores()))
        .mapToDouble(Measurement::otherCores)
        .max()
        .stream()
        .mapToObj(
            most ->
                String.format(
                    Locale.ROOT, "Other processes took %.1f cores at most meanwhile.\n", most))
        .collect(Collectors.joining());
  }

  static boolean isNetwork(String data) {
    return data.startsWith("network");
  }

  /** The lowest objective that any solver found. */
  double optimum(String data) {
    return log.stream()
        .filter(each -> each.data().equals(data))
        .mapToDouble(Measurement::value)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }

  private void addRows(StringBuilder text, String data) {
    String name = name(data);
    for (Map.Entry<String, String> solver : titles.entrySet()) {
      Optional<Measurement> end = find(data, solver.getKey(), Measurement.END);
      if (end.isPresent()) {
        String cells =
            end.get().isFailure()
                ? end.get().note() + (isNetwork(data) ? " | | |" : " | | | |")
                : isNetwork(data) ? network(end.get()) : linear(end.get());
        text.append("| ").append(name).append(" | ").append(solver.getValue());
        text.append(" | ").append(cells).append('\n');
        name = "";
      }
    }
  }

  /** The name of the data set, with what the optimum run notes: its shape. */
  private String name(String data) {
    return find(data, OPTIMUM, Measurement.END)
        .map(
            run ->
                String.format(Locale.ROOT, "%s, %s, optimum %.6f", data, run.note(), optimum(data)))
        .orElse(data);
  }

  private String linear(Measurement end) {
    StringBuilder cells = new StringBuilder();
    for (String close : CLOSE) {
      cells.append(cell(reached(end.data(), end.solver(), close).orElse(end), close));
      cells.append(" | ");
    }
    return cells + megabytes(end);
  }

  /** Seconds, and how many times ours they are. */
  private String cell(Measurement point, String close) {
    String more = point.isEnd() ? "> " : "";
    Optional<Measurement> ours = reached(point.data(), OURS, close);
    String ratio =
        ours.isEmpty() || point.solver().equals(OURS)
            ? ""
            : String.format(Locale.ROOT, " (%s%s ×)", more, ratio(point.seconds(), ours.get()));
    return more + seconds(point.seconds()) + ratio;
  }

  private String network(Measurement end) {
    Optional<Measurement> ours = find(end.data(), OURS, Measurement.END);
    String ratio =
        end.solver().equals(OURS) || ours.isEmpty() || ours.get().isFailure()
            ? ""
            : String.format(Locale.ROOT, " (%s ×)", ratio(end.seconds(), ours.get()));
    return String.format(
        Locale.ROOT,
        "%s%s | %.4f | %s",
        seconds(end.seconds()),
        ratio,
        end.value(),
        megabytes(end));
  }

  private Optional<Measurement> reached(String data, String solver, String close) {
    double optimum = optimum(data);
    double bound = optimum + SLACK * Double.parseDouble(close) * Math.abs(optimum);
    return find(data, solver, close).filter(point -> point.value() <= bound);
  }

  private Optional<Measurement> find(String data, String solver, String point) {
    return log.stream()
        .filter(each -> each.isOf(data, solver) && each.point().equals(point))
        .findFirst();
  }

  private static String ratio(double seconds, Measurement ours) {
    return seconds(seconds / ours.seconds());
  }

  /** Three digits at most. */
  private static String seconds(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  private static String megabytes(Measurement end) {
    return Double.isNaN(end.megabytes())
        ? "— |"
        : String.format(Locale.ROOT, "%.0f |", end.megabytes());
  }
}
