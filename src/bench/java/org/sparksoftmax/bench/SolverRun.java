package org.sparksoftmax.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.ModelStore;

/** Runs solvers on the rows of one data set. */
record SolverRun(ComparedSet set, ComparedRows rows) {

  /** Most seconds of training that a peer is granted. */
  static final double SECONDS =
      Double.parseDouble(System.getenv().getOrDefault("SOFTMAX_BENCH_SECONDS", "60"));

  /** Several runs of ours in one session. */
  static final String SESSION = "session";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reading, compiling and evaluating, on top of training. */
  private static final double OTHER_SECONDS = 120;

  private static final double GIGABYTE = 1e9;

  /** An iterate that a peer places within a target is there by our objective, up to rounding. */
  private static final double AGREEMENT = 5e-8;

  /** The objective of a run of ours, summed in float32 kernels. */
  private static final double KERNEL_AGREEMENT = 3e-7;

  /** Whether a solver can train on this data set at all. */
  boolean applies(String solver) {
    return switch (solver) {
      case ComparedTable.OURS, SESSION -> true;
      case "mlp", "pytorch-network" -> set.isNetwork();
      case "lbfgs-float32", "pytorch" -> !set.isNetwork() && !rows.sparse();
      default -> !set.isNetwork();
    };
  }

  /**
   * Runs a solver.
   *
   * @param optimum the lowest objective so far; not used for networks and the optimum itself
   */
  List<Measurement> measure(String solver, double optimum)
      throws IOException, InterruptedException {
    return switch (solver) {
      case ComparedTable.OPTIMUM ->
          ours(
              solver,
              optimum,
              "data.storage=f64",
              "optimizer.tolerance=1e-10",
              "optimizer.max-iterations=3000",
              "optimizer.max-seconds=" + 2 * SECONDS);
      case ComparedTable.OURS -> ours(solver, optimum);
      case SESSION -> peer(solver, optimum, bench("session-fit"));
      case "mllib" -> peer(solver, optimum, bench("mllib-fit"));
      default -> python(solver, optimum);
    };
  }

  private double[] targets(double optimum) {
    if (Double.isNaN(optimum)) {
      throw new IllegalStateException("No solver has found an optimum of " + set.name());
    }
    return ComparedTable.CLOSE.stream()
        .mapToDouble(close -> optimum + Double.parseDouble(close) * Math.abs(optimum))
        .toArray();
  }

  // ------------------------------------------------------------------------------------- ours

  /** What a user gets from {@code submit/softmax train}. */
  private List<Measurement> ours(String solver, double optimum, String... settings)
      throws IOException, InterruptedException {
    Path run = set.folder().resolve(solver);
    delete(run);
    List<String> command = new ArrayList<>(List.of("submit/softmax", "train"));
    command.addAll(set.options());
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    command.addAll(List.of("--output", run.toString()));
    Path output = set.folder().resolve(solver + ".out");
    ChildProcess done = ChildProcess.run(command, Map.of(), output, 3 * SECONDS + OTHER_SECONDS);
    if (done.code() != 0 && !Files.exists(run.resolve("summary.json"))) {
      return List.of(Measurement.failed(set.name(), solver, reason(done)));
    }
    JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
    if (set.isNetwork()) {
      double seconds = summary.at("/seconds/train").asDouble();
      double accuracy = summary.at("/test/accuracy").asDouble();
      return List.of(
          new Measurement(
              set.name(),
              solver,
              Measurement.END,
              set.epochs(),
              seconds,
              accuracy,
              done.megabytes(),
              done.otherCores(),
              ""));
    }
    return linear(solver, optimum, run, done);
  }

  /** The iterations of metrics.jsonl that reached the targets, and the objective of the model. */
  private List<Measurement> linear(String solver, double optimum, Path run, ChildProcess done)
      throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    JsonNode last = lines.get(lines.size() - 1);
    double independent = rows.objective(parameters(run));
    double written = objective(last);
    if (Math.abs(independent - written) > KERNEL_AGREEMENT * Math.abs(independent)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Different objectives of %s: %s in metrics.jsonl, %s for its model",
              run,
              written,
              independent));
    }
    List<Measurement> made = new ArrayList<>();
    if (!solver.equals(ComparedTable.OPTIMUM)) {
      double[] objectives = lines.stream().mapToDouble(SolverRun::objective).toArray();
      double[] targets = targets(optimum);
      for (int t = 0; t < targets.length; t++) {
        String close = ComparedTable.CLOSE.get(t);
        Measurement.firstWithin(objectives, targets[t])
            .ifPresent(
                i -> made.add(measurement(solver, close, lines.get(i), objectives[i], done, "")));
      }
    }
    made.add(measurement(solver, Measurement.END, last, independent, done, rows.shape()));
    return made;
  }

  private static double objective(JsonNode line) {
    return line.get("objective").asDouble();
  }

  /** W of the features times {@code data.feature-multiplier}, then the intercepts. */
  private double[] parameters(Path run) throws IOException {
    SoftmaxModel model = ModelStore.load(run.toString(), new Configuration());
    double multiplier = set.read().data().featureMultiplier();
    int features = rows.features();
    double[] theta = new double[rows.classes() * features + rows.classes()];
    for (int k = 0; k < rows.classes(); k++) {
      for (int j = 0; j < features; j++) {
        theta[k * features + j] = model.weight(k, j) / multiplier;
      }
      theta[rows.classes() * features + k] = model.intercept(k);
    }
    return theta;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  // ------------------------------------------------------------------------------------- peers

  /** Another benchmark on this data set, in a virtual machine like this one. */
  private List<String> bench(String benchmark) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Bench.class.getName(), benchmark, set.name()));
    return command;
  }

  private List<Measurement> python(String solver, double optimum)
      throws IOException, InterruptedException {
    String python = System.getenv().getOrDefault("SOFTMAX_BENCH_PYTHON", "");
    String reason = python.isEmpty() ? System.getenv("SOFTMAX_BENCH_MISSING") : "";
    if (solver.equals("newton-cholesky")) {
      double gigabytes = Math.pow((rows.features() + 1.0) * rows.classes(), 2) * 8 / GIGABYTE;
      if (gigabytes > ComparedMachine.memoryBytes() / GIGABYTE / 2) {
        reason = String.format(Locale.ROOT, "its Hessian takes %.0f GB", gigabytes);
      }
    }
    if (!reason.isEmpty()) {
      return List.of(Measurement.failed(set.name(), solver, reason));
    }
    return peer(
        solver,
        optimum,
        List.of(python, "src/bench/python/peers.py", set.folder().toString(), solver));
  }

  private List<Measurement> peer(String solver, double optimum, List<String> program)
      throws IOException, InterruptedException {
    Path folder = set.folder().resolve(solver);
    delete(folder);
    List<String> command = new ArrayList<>(program);
    if (set.isNetwork()) {
      command.addAll(List.of(String.valueOf(set.epochs()), String.valueOf(set.batch())));
    } else {
      command.add(String.valueOf(SECONDS));
      DoubleStream.of(targets(optimum)).mapToObj(String::valueOf).forEach(command::add);
    }
    Path output = set.folder().resolve(solver + ".out");
    ChildProcess done =
        ChildProcess.run(
            command, Map.of("PYTHONDONTWRITEBYTECODE", "1"), output, 2 * SECONDS + OTHER_SECONDS);
    Path result = folder.resolve("result.json");
    if (!Files.exists(result)) {
      return List.of(Measurement.failed(set.name(), solver, reason(done)));
    }
    JsonNode node = JSON.readTree(result.toFile());
    List<Measurement> made = new ArrayList<>();
    for (int p = 0; p < node.get("points").size(); p++) {
      JsonNode point = node.get("points").get(p);
      double value = checked(folder.resolve("point-" + p + ".f8"), point.get("value").asDouble());
      String close = ComparedTable.CLOSE.get(p);
      made.add(measurement(solver, close, point, value, done, ""));
    }
    JsonNode end = node.get("end");
    double value = end.get("value").asDouble();
    made.add(measurement(solver, Measurement.END, end, value, done, ""));
    return made;
  }

  /** The objective of a peer's parameters by our function, where it gave them. */
  private double checked(Path parameters, double theirs) throws IOException {
    if (!Files.exists(parameters)) {
      return theirs;
    }
    double ours = rows.objective(rows.parameters(parameters));
    if (Math.abs(ours - theirs) > AGREEMENT * Math.abs(ours)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "Different objectives of %s: %s and %s", parameters, theirs, ours));
    }
    return ours;
  }

  private Measurement measurement(
      String solver, String point, JsonNode line, double value, ChildProcess done, String note) {
    // An iteration of ours is one of metrics.jsonl.
    JsonNode iterations = line.has("iterations") ? line.get("iterations") : line.get("iteration");
    return new Measurement(
        set.name(),
        solver,
        point,
        iterations.asInt(),
        line.get("seconds").asDouble(),
        value,
        done.megabytes(),
        done.otherCores(),
        note);
  }

  private static String reason(ChildProcess done) {
    return done.code() == ChildProcess.ENDED
        ? String.format(Locale.ROOT, "no result in %.0f s", 2 * SECONDS + OTHER_SECONDS)
        : String.format(Locale.ROOT, "exit code %d: %s", done.code(), done.lastLine());
  }
}
