package org.sparksoftmax.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkBuildInfo;

/** The machine that a comparison ran on, and the versions of what ran. */
final class ComparedMachine {

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final String VERSIONS =
      """
      import platform
      from importlib.metadata import distributions
      found = {each.metadata["Name"]: each.version for each in distributions()}
      names = ("scikit-learn", "numpy", "scipy", "torch")
      peers = (f"{name} {found.get(name, 'missing')}" for name in names)
      print(f"Python {platform.python_version()}", *peers, sep=", ")
      """;

  private ComparedMachine() {}

  /** A sentence about the machine, whose peaks are measured now, and one about versions. */
  static String text() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    return String.format(
        Locale.ROOT,
        "Machine: %d cores (%s), %.0f GB of memory; measured peaks %.0f GFLOP/s of float32 "
            + "multiply-adds and %.0f GB/s of reads.\nVersions: Java %s, Spark %s%s.\n",
        cores,
        processor(),
        memoryBytes() / 1e9,
        Machine.gigaflops(cores),
        Machine.gigabytes(cores),
        Runtime.version().feature(),
        SparkBuildInfo.spark_version(),
        peers());
  }

  static double memoryBytes() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getTotalMemorySize();
  }

  private static String processor() throws IOException {
    return Files.exists(PROCESSOR)
        ? Files.readAllLines(PROCESSOR).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse(System.getProperty("os.arch"))
        : System.getProperty("os.arch");
  }

  private static String peers() throws IOException, InterruptedException {
    String python = System.getenv().getOrDefault("SOFTMAX_BENCH_PYTHON", "");
    String missing = System.getenv().getOrDefault("SOFTMAX_BENCH_MISSING", "");
    StringBuilder text = new StringBuilder();
    if (!python.isEmpty()) {
      Path output = ComparedSet.FOLDER.resolve("versions.out");
      text.append(", ");
      text.append(
          ChildProcess.run(List.of(python, "-c", VERSIONS), Map.of(), output, 60).lastLine());
    }
    if (!missing.isEmpty()) {
      text.append("; ").append(missing);
    }
    return text.toString();
  }
}
