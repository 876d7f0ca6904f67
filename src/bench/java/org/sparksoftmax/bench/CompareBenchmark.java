package org.sparksoftmax.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code submit/bench compare [--fresh] [--page] [data set or solver ...]}: spark-softmax, MLlib,
 * scikit-learn and PyTorch on the same rows, to the same objective, each in a process of its own.
 *
 * <p>Every measurement is added to {@code target/bench/compare.tsv}, and what is there is not
 * measured again, so a call continues an interrupted one; {@code --fresh} forgets the chosen ones
 * first. The tables, made from the whole log, go to {@code target/bench/compare.md}; with {@code
 * --page} those of the main data sets also go to the performance page and the README.
 */
final class CompareBenchmark {

  private static final Path LOG = Path.of("target", "bench", "compare.tsv");
  private static final Path TABLE = Path.of("target", "bench", "compare.md");
  private static final Path PAGE = Path.of("src", "site", "markdown", "performance.md");
  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "<!-- made by submit/bench compare -->\n";
  private static final String END = "<!-- end -->\n";

  private static final Map<String, String> TITLES = titles();

  private CompareBenchmark() {}

  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put(ComparedTable.OURS, "spark-softmax");
    titles.put(SolverRun.SESSION, "… third run in a session");
    titles.put("lbfgs", "scikit-learn lbfgs");
    titles.put("lbfgs-float32", "scikit-learn lbfgs, float32");
    titles.put("newton-cg", "scikit-learn newton-cg");
    titles.put("newton-cholesky", "scikit-learn newton-cholesky");
    titles.put("mlp", "scikit-learn MLPClassifier");
    titles.put("pytorch", "PyTorch LBFGS, float32");
    titles.put("pytorch-network", "PyTorch Adam");
    titles.put("mllib", "MLlib LogisticRegression");
    return Collections.unmodifiableMap(titles);
  }

  static void run(List<String> arguments) throws Exception {
    List<ComparedSet> sets = new ArrayList<>();
    List<String> solvers = new ArrayList<>();
    boolean fresh = false;
    boolean page = false;
    for (String word : arguments) {
      switch (word) {
        case "--fresh" -> fresh = true;
        case "--page" -> page = true;
        default -> {
          if (word.equals(ComparedTable.OPTIMUM) || TITLES.containsKey(word)) {
            solvers.add(word);
          } else {
            sets.add(set(word));
          }
        }
      }
    }
    if (solvers.isEmpty()) {
      solvers.addAll(TITLES.keySet());
    }
    for (ComparedSet set : sets.isEmpty() ? ComparedSet.all() : sets) {
      if (set.isShared() && !Files.isDirectory(Path.of(System.getenv("SOFTMAX_DATA")))) {
        System.err.println(set.name() + " skipped: set SOFTMAX_DATA to the folder of the data");
      } else {
        measure(set, solvers, fresh);
      }
    }
    String machine = ComparedMachine.text();
    String all = text(ComparedSet.all(), machine);
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, all);
    System.out.print(all);
    if (page) {
      List<ComparedSet> others = new ArrayList<>(ComparedSet.all());
      List<ComparedSet> main = others.subList(0, ComparedSet.MAIN);
      String mainText = text(main, machine);
      String readme = table(main).summary();
      main.clear();
      ComparedTable rest = table(others);
      String heading = "\nAll other data sets, s to 1e-4:\n\n";
      write(PAGE, mainText + (rest.isEmpty() ? "" : heading + rest.summary()));
      write(README, readme);
    }
  }

  private static ComparedSet set(String word) {
    return ComparedSet.all().stream()
        .filter(set -> set.name().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "Unknown data set or solver '%s': choose of %s and %s",
                        word,
                        ComparedSet.all().stream().map(ComparedSet::name).toList(),
                        TITLES.keySet())));
  }

  private static void measure(ComparedSet set, List<String> solvers, boolean fresh)
      throws Exception {
    SolverRun run = new SolverRun(set, ComparedRows.of(set));
    measure(run, ComparedTable.OPTIMUM, fresh && solvers.contains(ComparedTable.OPTIMUM));
    for (String solver : TITLES.keySet()) {
      if (solvers.contains(solver)) {
        measure(run, solver, fresh);
      }
    }
  }

  private static void measure(SolverRun run, String solver, boolean fresh) throws Exception {
    String data = run.set().name();
    List<Measurement> log = Measurement.read(LOG);
    boolean isDone = log.stream().anyMatch(each -> each.isOf(data, solver) && !each.isFailure());
    if (run.applies(solver) && (fresh || !isDone)) {
      List<Measurement> made = run.measure(solver, new ComparedTable(log, TITLES).optimum(data));
      made.forEach(each -> System.err.println(each.line()));
      Measurement.replace(LOG, each -> each.isOf(data, solver), made);
    }
  }

  private static String text(List<ComparedSet> sets, String machine) throws IOException {
    ComparedTable table = table(sets);
    return table.markdown() + "\n" + machine + table.otherCores();
  }

  /** What the log has of these data sets, in their order. */
  private static ComparedTable table(List<ComparedSet> sets) throws IOException {
    List<Measurement> log = Measurement.read(LOG);
    List<Measurement> ordered = new ArrayList<>();
    for (ComparedSet set : sets) {
      log.stream().filter(each -> each.data().equals(set.name())).forEach(ordered::add);
    }
    return new ComparedTable(ordered, TITLES);
  }

  /** Replaces what is between the marks of a page. */
  private static void write(Path file, String text) throws IOException {
    String page = Files.readString(file);
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    if (from < 0 || to < from) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "Cannot find '%s' before '%s' in %s", BEGIN, END, file));
    }
    Files.writeString(
        file, page.substring(0, from + BEGIN.length()) + "\n" + text + "\n" + page.substring(to));
  }
}
