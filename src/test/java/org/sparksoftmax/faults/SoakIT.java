package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Running;

/**
 * Trains on a real cluster for as long as {@code -Dsoftmax.soak=MINUTES} says, with a checkpoint at
 * each iteration and a kill in each minute: of an executor, or, in every tenth, of the driver. What
 * processes hold, and what the run leaves on the disk, must stay the same; so must the model.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "softmax.soak", matches = "[1-9][0-9]*")
class SoakIT {

  private static final int MINUTES = Integer.getInteger("softmax.soak", 0);
  private static final int DRIVER_EVERY = 10;

  /** Until the code is compiled and the caches are full, a process still grows. */
  private static final int WARM_UP_SAMPLES = 12;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private static Path folder;
  private static Path state;
  private static String master;

  /** What a process holds at one moment. */
  private record Sample(long descriptors, long threads, long residentBytes) {

    static Sample of(ProcessHandle process) throws IOException {
      Path status = Path.of("/proc", Long.toString(process.pid()));
      long resident =
          Files.readAllLines(status.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
              .sum();
      return new Sample(
          entries(status.resolve("fd")).size(), entries(status.resolve("task")).size(), resident);
    }
  }

  private final Map<String, List<Sample>> samples = new TreeMap<>();
  private final List<Long> outputFiles = new ArrayList<>();
  private final List<Long> checkpointBytes = new ArrayList<>();

  @BeforeAll
  static void start() {
    state = folder.resolve("cluster");
    master = Command.startCluster(state, "2", "1", "1g");
  }

  @AfterAll
  static void stop() {
    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
  }

  @Test
  void killsLeaveNothingBehindAndTheModelAsItIs() throws IOException {
    Runs runs =
        new Runs(
            folder,
            "--set",
            "data.path=" + Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath(),
            "--set",
            "data.format=tsv",
            "--set",
            "data.label-column=target",
            "--set",
            "data.feature-multiplier=0.0625",
            "--set",
            "model.type=network",
            "--set",
            "model.hidden-layers=[16]",
            "--set",
            "optimizer.type=adam",
            "--set",
            "optimizer.tolerance=0",
            "--set",
            "checkpoint.interval-iterations=1");
    List<String> options = List.of("--master", master, "--executor-memory", "512m");
    Instant end = Instant.now().plus(Duration.ofMinutes(MINUTES));
    int kills = 0;
    for (int driver = 1; Instant.now().isBefore(end); driver++) {
      int before = runs.newestCheckpoint("soak");
      try (Running running =
          runs.command("soak", options, iterations(1_000_000, "--resume"))
              .within(PATIENCE)
              .start()) {
        running.awaitThat(
            "an iteration after " + before, () -> runs.newestCheckpoint("soak") > before);
        ProcessHandle process = driver(running);
        boolean killed = false;
        while (!killed && Instant.now().isBefore(end)) {
          observe(running, String.format(Locale.ROOT, "driver %02d", driver), process, runs);
          int reached = runs.newestCheckpoint("soak");
          killed = ++kills % DRIVER_EVERY == 0;
          if (killed) {
            process.destroyForcibly();
          } else {
            ProcessHandle executor = executors().get(kills % 2);
            executor.destroyForcibly();
            running.awaitThat("two executors", () -> executors().size() == 2);
            running.awaitThat(
                "an iteration after " + reached, () -> runs.newestCheckpoint("soak") > reached);
          }
        }
        process.destroyForcibly();
        running.await();
      }
    }
    int last = runs.newestCheckpoint("soak") + 1;
    write(kills, last);
    Runs.assertSameModel(
        runs.train("soak", options, iterations(last, "--resume")),
        runs.trainHere("clean", Map.of(), iterations(last)));
    assertThat(runs.metrics("soak")).isEqualTo(runs.metrics("clean"));
    samples.forEach(SoakIT::assertFlat);
    assertFlat("files of the output", outputFiles, 4);
    assertFlat("bytes of the checkpoints", checkpointBytes, 0);
  }

  /** Takes samples until a minute is over. */
  private void observe(Running running, String name, ProcessHandle driver, Runs runs)
      throws IOException {
    Instant end = Instant.now().plus(MINUTE);
    while (Instant.now().isBefore(end)) {
      Instant next = Instant.now().plusSeconds(5);
      running.awaitThat("the next sample", () -> Instant.now().isAfter(next));
      add(name, driver);
      for (String process : List.of("master", "worker-1", "worker-2")) {
        add(process, cluster(process));
      }
      outputFiles.add((long) entries(runs.output("soak")).size());
      checkpointBytes.add(newestState(runs.output("soak").resolve("checkpoints")));
    }
  }

  private void add(String name, ProcessHandle process) throws IOException {
    samples.computeIfAbsent(name, none -> new ArrayList<>()).add(Sample.of(process));
  }

  /** Writes the samples to a file of the build, for a person. */
  private void write(int kills, int iterations) throws IOException {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "# %d minutes, %d kills, %d iterations%nprocess\tdescriptors\tthreads\tMiB%n",
                MINUTES,
                kills,
                iterations));
    samples.forEach(
        (process, all) ->
            all.forEach(
                sample ->
                    text.append(
                        String.format(
                            Locale.ROOT,
                            "%s\t%d\t%d\t%d%n",
                            process,
                            sample.descriptors(),
                            sample.threads(),
                            sample.residentBytes() >> 20))));
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("soak.tsv"), text);
  }

  private static void assertFlat(String process, List<Sample> all) {
    if (all.size() < 3 * WARM_UP_SAMPLES) {
      return; // a short life
    }
    List<Sample> warm = all.subList(WARM_UP_SAMPLES, all.size());
    assertFlat(process + ": descriptors", warm.stream().map(Sample::descriptors).toList(), 30);
    assertFlat(process + ": threads", warm.stream().map(Sample::threads).toList(), 20);
    assertFlat(
        process + ": resident bytes", warm.stream().map(Sample::residentBytes).toList(), 128 << 20);
  }

  /** Compares the largest value of the last third with that of the first. */
  private static void assertFlat(String what, List<Long> values, long more) {
    int third = values.size() / 3;
    long first = values.subList(0, third).stream().mapToLong(Long::longValue).max().orElse(0);
    long last =
        values.subList(values.size() - third, values.size()).stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    assertThat(last).as(what).isLessThanOrEqualTo(first + more);
  }

  private static String[] iterations(int most, String... more) {
    return Stream.concat(Stream.of("--set", "optimizer.max-iterations=" + most), Stream.of(more))
        .toArray(String[]::new);
  }

  private static ProcessHandle driver(Running running) {
    return Stream.concat(Stream.of(running.handle()), running.handle().descendants())
        .filter(process -> commandLine(process).contains("org.apache.spark.deploy.SparkSubmit"))
        .findFirst()
        .orElseThrow();
  }

  private static ProcessHandle cluster(String name) {
    try {
      long pid = Long.parseLong(Files.readString(state.resolve(name + ".pid")).strip());
      return ProcessHandle.of(pid).orElseThrow();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  private static List<ProcessHandle> executors() {
    return Stream.of("worker-1", "worker-2")
        .flatMap(worker -> cluster(worker).descendants())
        .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.toList();
    }
  }

  /** The size of the largest state, which all complete ones have. */
  private static long newestState(Path checkpoints) throws IOException {
    return entries(checkpoints).stream()
        .filter(file -> file.getFileName().toString().startsWith("state-"))
        .mapToLong(file -> file.toFile().length())
        .max()
        .orElse(0);
  }
}
