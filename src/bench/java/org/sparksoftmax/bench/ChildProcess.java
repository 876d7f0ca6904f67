package org.sparksoftmax.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process left behind. Memory and processor time are those of /proc, and NaN where there is
 * none.
 *
 * @param code exit code; {@link #ENDED} if it took too long
 * @param megabytes peak resident memory of the process itself
 * @param otherCores processor time of all other processes meanwhile, in cores: they disturb the
 *     measurement
 * @param lastLine the last line of its standard error, or of its output
 */
record ChildProcess(int code, double megabytes, double otherCores, String lastLine) {

  static final int ENDED = -1;

  private static final long POLL_MILLISECONDS = 20;
  private static final Path STAT = Path.of("/proc/stat");

  /** Of Linux, on every processor that Java 17 runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /**
   * Runs a command in the current folder.
   *
   * @param output receives its output
   */
  static ChildProcess run(
      List<String> command, Map<String, String> environment, Path output, double seconds)
      throws IOException, InterruptedException {
    Files.createDirectories(output.getParent());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path errors = output.resolveSibling(output.getFileName() + ".errors");
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    process.getOutputStream().close();
    long start = System.nanoTime();
    double busyBefore = busySeconds();
    try {
      double elapsed = 0;
      double megabytes = Double.NaN;
      double otherCores = Double.NaN;
      while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS)) {
        elapsed = (System.nanoTime() - start) * 1e-9;
        double peak = peak(process.pid());
        if (!Double.isNaN(peak)) {
          megabytes = peak;
          double own = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() * 1e-3;
          otherCores = Math.max(0, (busySeconds() - busyBefore - own) / elapsed);
        }
        if (elapsed > seconds) {
          return new ChildProcess(ENDED, megabytes, otherCores, "");
        }
      }
      String last = lastLine(errors);
      return new ChildProcess(
          process.exitValue(), megabytes, otherCores, last.isEmpty() ? lastLine(output) : last);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** VmHWM only grows, so the last value before the end is the peak. */
  private static double peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException ended) { // it has just ended, or this system has no /proc
      return Double.NaN;
    }
  }

  /** Processor time that all processes have taken: user, nice, system and interrupts. */
  private static double busySeconds() throws IOException {
    if (!Files.exists(STAT)) {
      return Double.NaN;
    }
    String[] ticks = Files.readAllLines(STAT).get(0).split(" +");
    double sum = 0;
    for (int column : new int[] {1, 2, 3, 6, 7}) {
      sum += Double.parseDouble(ticks[column]);
    }
    return sum / TICKS_PER_SECOND;
  }

  private static String lastLine(Path file) throws IOException {
    return Files.readString(file)
        .lines()
        .reduce("", (before, line) -> line.isBlank() ? before : line);
  }
}
