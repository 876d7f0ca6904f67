package org.sparksoftmax.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code submit/bench NAME [data set ...]}. */
public final class Bench {

  private static final List<String> NAMES =
      List.of(
          "kernels",
          "gemm",
          "network",
          "mini-batches",
          "growth",
          "breakdown",
          "passes",
          "reading",
          "pipeline",
          "tune");

  private Bench() {}

  /** Runs one benchmark, or all. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[0];
    List<String> data =
        Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    if (name.equals("compare")) { // takes long, so "all" does not include it
      CompareBenchmark.run(data);
      return;
    }
    if (name.equals("mllib-fit")) { // a process of compare
      MllibFit.run(data);
      return;
    }
    if (name.equals("session-fit")) { // likewise
      SessionFit.run(data);
      return;
    }
    for (String each : "all".equals(name) ? NAMES : List.of(name)) {
      table(each, data).write();
    }
  }

  private static Table table(String name, List<String> data) throws Exception {
    return switch (name) {
      case "kernels" ->
          KernelBenchmark.run(
              ManagementFactory.getRuntimeMXBean().getInputArguments().toArray(String[]::new));
      case "gemm" -> GemmBenchmark.run();
      case "network" -> NetworkBenchmark.run();
      case "mini-batches" -> MiniBatchBenchmark.run();
      case "local-steps" -> LocalStepsBenchmark.run();
      case "growth" -> GrowthBenchmark.run();
      case "breakdown" -> BreakdownBenchmark.run(data);
      case "passes" -> PassesBenchmark.run(data);
      case "reading" -> ReadingBenchmark.run();
      case "pipeline" -> PipelineBenchmark.run();
      case "tune" -> TuneBenchmark.run(data);
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "Unknown benchmark '%s': choose all, compare or one of %s",
                  name,
                  NAMES));
    };
  }
}
