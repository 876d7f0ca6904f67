package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.cli.InProcess.Outcome;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputDirectory.Mode;
import org.sparksoftmax.submit.Command;

/** Runs on HDFS, healthy and failing. */
class HdfsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DIGITS = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();
  private static final String DATA = "/data/digits.tsv.gz";
  private static final short ALL = 0777;

  /** Blocks smaller than the files, each on both DataNodes. */
  private static final Map<String, String> CLIENT =
      Map.of(
          "spark.hadoop.dfs.blocksize",
          "65536",
          "spark.hadoop.dfs.replication",
          "2",
          // Milliseconds, times the tries, between tries to find a DataNode with a block.
          "spark.hadoop.dfs.client.retry.window.base",
          "100");

  @TempDir private static Path folder;
  private static Hdfs hdfs;
  private static DistributedFileSystem files;
  private static JsonNode expected;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    hdfs = Hdfs.start(folder.resolve("hdfs"));
    files = hdfs.admin();
    directory("/data", ALL);
    directory("/runs", ALL);
    files.copyFromLocalFile(new org.apache.hadoop.fs.Path(DIGITS.toUri()), path(DATA));
    expected =
        new Runs(folder, sets(DIGITS.toString()).toArray(String[]::new))
            .trainHere("local", Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    files.close();
    hdfs.close();
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(hdfs.uri(path));
  }

  /** Creates a directory of the superuser. */
  private static void directory(String name, short permission) throws IOException {
    files.mkdirs(path(name));
    files.setPermission(path(name), new FsPermission(permission));
  }

  private static List<String> sets(String data, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.path=" + data,
                "data.format=tsv",
                "data.label-column=target",
                "data.feature-multiplier=0.0625",
                "regularization.strength=1e-6",
                "optimizer.preconditioner=none",
                "optimizer.tolerance=0",
                "optimizer.max-iterations=25",
                "checkpoint.interval-iterations=1"));
    all.addAll(List.of(more));
    List<String> arguments = new ArrayList<>();
    all.forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments;
  }

  private static Outcome run(Map<String, String> spark, List<String> arguments) {
    Map<String, String> settings = new HashMap<>(CLIENT);
    settings.putAll(spark);
    return InProcess.run(settings, arguments.toArray(String[]::new));
  }

  private static List<String> training(String output, String data, String... sets) {
    List<String> arguments = new ArrayList<>(List.of("train", "--output", hdfs.uri(output)));
    arguments.addAll(sets(hdfs.uri(data), sets));
    return arguments;
  }

  private static Outcome train(String output, String data, String... sets) {
    return run(Map.of(), training(output, data, sets));
  }

  private static Outcome resume(String output) {
    List<String> arguments = training(output, DATA);
    arguments.add("--resume");
    return run(Map.of(), arguments);
  }

  /** Runs {@code predict} or {@code evaluate}. */
  private static Outcome use(String command, String model, String data, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--model", hdfs.uri(model)));
    arguments.addAll(List.of(more));
    for (String set :
        List.of(
            "data.path=" + hdfs.uri(data),
            "data.format=tsv",
            "data.label-column=target",
            "data.feature-multiplier=0.0625")) {
      arguments.addAll(List.of("--set", set));
    }
    return run(Map.of(), arguments);
  }

  private interface Action {
    void run() throws Exception;
  }

  /** Trains slowly, acts when the run has written a checkpoint, and returns how the run ended. */
  private static Outcome during(String output, Action action) throws Exception {
    Path faults = Files.createTempDirectory(folder, "faults");
    Map<String, String> slow =
        Map.of(
            "spark.plugins",
            Faults.class.getName(),
            "spark.faults",
            "slow",
            "spark.faults.folder",
            faults.toString());
    CompletableFuture<Outcome> run =
        CompletableFuture.supplyAsync(() -> run(slow, training(output, DATA)));
    Command.await(
        Duration.ofMinutes(2), "a checkpoint", () -> run.isDone() || hasCheckpoint(output));
    assertThat(run).isNotDone();
    action.run();
    Files.createFile(faults.resolve(Faults.GO));
    return run.get(3, TimeUnit.MINUTES);
  }

  private static boolean hasCheckpoint(String output) {
    try {
      return names(output + "/checkpoints").stream()
          .anyMatch(name -> name.matches("checkpoint-\\d+\\.json"));
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  /** The names of all files below a directory, relative to it; none if it does not exist. */
  private static List<String> names(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    if (files.exists(path(directory))) {
      RemoteIterator<? extends FileStatus> all = files.listFiles(path(directory), true);
      while (all.hasNext()) {
        String name = all.next().getPath().toUri().getPath();
        names.add(name.substring(directory.length() + 1));
      }
    }
    return names;
  }

  private static JsonNode summary(String output) throws IOException {
    try (InputStream in = files.open(path(output + "/summary.json"))) {
      return JSON.readTree(in);
    }
  }

  private static void assertDone(Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
  }

  private static void assertEnd(Outcome outcome, int code, String... parts) {
    assertThat(outcome.err()).hasLineCount(1).contains(parts).doesNotContain("org.apache", "?");
    assertThat(outcome.code()).isEqualTo(code);
  }

  /** Whether nothing is left that a reader would take for a result, or that no one would delete. */
  private static void assertNothingHalf(String output) throws IOException {
    List<String> names = names(output);
    assertThat(names).noneMatch(name -> name.matches("(.*/)?([.].*|_temporary.*)"));
    assertThat(names.contains("model/weights.bin"))
        .isEqualTo(names.contains("model/metadata.json"));
    assertThat(names).doesNotContain("_SUCCESS");
  }

  @Test
  void modelsAndPredictionsAreThoseOfLocalFiles() throws IOException {
    assertDone(train("/runs/one", "/data/digits*.gz"));
    Runs.assertSameModel(summary("/runs/one"), expected);
    assertThat(names("/runs/one"))
        .contains("model/metadata.json", "model/weights.bin", "report.html", "metrics.jsonl")
        .noneMatch(name -> name.startsWith(".") || name.contains("/."));

    String[] local = {"evaluate", "--model", folder.resolve("local").toString()};
    List<String> arguments = new ArrayList<>(List.of(local));
    arguments.addAll(sets(DIGITS.toString()).subList(0, 8));
    Outcome evaluated = use("evaluate", "/runs/one", DATA);
    assertDone(evaluated);
    assertThat(figures(evaluated)).isEqualTo(figures(run(Map.of(), arguments))).isNotEmpty();
    assertDone(use("predict", "/runs/one", DATA, "--output", hdfs.uri("/runs/predictions")));
    assertThat(names("/runs/predictions"))
        .contains("_SUCCESS", "_classes")
        .anyMatch(name -> name.endsWith(".parquet"));
    assertDone(run(Map.of(), List.of("describe", "--model", hdfs.uri("/runs/one"))));
    assertDone(run(Map.of(), List.of("report", hdfs.uri("/runs/one"))));
    assertDone(run(Map.of(), export("/runs/one", hdfs.uri("/runs/one.onnx"))));
    Path onnx = folder.resolve("local.onnx");
    assertDone(run(Map.of(), export("/runs/one", onnx.toString())));
    try (InputStream in = files.open(path("/runs/one.onnx"))) {
      assertThat(in).hasBinaryContent(Files.readAllBytes(onnx));
    }

    // The table of predictions, as data.
    String[] table = {
      "data.format=parquet", "data.exclude-columns=[prediction, probability, reason]"
    };
    assertDone(train("/runs/table", "/runs/predictions", table));
    Path copy = folder.resolve("table");
    files.copyToLocalFile(path("/runs/predictions"), new org.apache.hadoop.fs.Path(copy.toUri()));
    Runs runs = new Runs(folder, sets(copy.toString(), table).toArray(String[]::new));
    Runs.assertSameModel(summary("/runs/table"), runs.trainHere("of-table", Map.of()));
  }

  private static List<String> export(String model, String output) {
    return List.of("export", "--model", hdfs.uri(model), "--format", "onnx", "--output", output);
  }

  @Test
  void aSearchIsThatOfLocalFiles() throws IOException {
    String[] grid = {"tune.strengths=[0.01, 0.001]", "tune.folds=3"};
    List<String> local = new ArrayList<>(List.of("tune", "--output", folder + "/tuned"));
    local.addAll(sets(DIGITS.toString(), grid));
    assertDone(run(Map.of(), local));
    List<String> there = new ArrayList<>(List.of("tune", "--output", hdfs.uri("/runs/tuned")));
    there.addAll(sets(hdfs.uri(DATA), grid));
    assertDone(run(Map.of(), there));
    Runs.assertSameModel(
        summary("/runs/tuned"), JSON.readTree(folder.resolve("tuned/summary.json").toFile()));
    assertThat(names("/runs/tuned")).contains("tune.json", "checkpoints/search.json");

    there.add("--resume");
    Outcome again = run(Map.of(), there);
    assertDone(again);
    assertThat(again.out()).contains("checkpoints: 6 of the runs had ended");
    Runs.assertSameModel(
        summary("/runs/tuned"), JSON.readTree(folder.resolve("tuned/summary.json").toFile()));
  }

  /** The lines of the table of measures. */
  private static List<String> figures(Outcome outcome) {
    return outcome
        .out()
        .lines()
        .filter(line -> line.matches(".*\\d,\\d{3} +0\\.\\d{4}.*"))
        .toList();
  }

  @Test
  void filesOfOthersAreNamed() throws IOException {
    directory("/mixed", ALL);
    for (String name : new String[] {"open.tsv.gz", "secret.tsv.gz"}) {
      files.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(DIGITS.toUri()), path("/mixed/" + name));
    }
    files.setPermission(path("/mixed/secret.tsv.gz"), new FsPermission((short) 0600));
    String denied = "Permission denied: user=" + System.getProperty("user.name") + ", access=READ";
    String remedy = "give the user this access, or name another path";
    String secret = hdfs.uri("/mixed/secret.tsv.gz");
    assertEnd(
        train("/runs/denied", "/mixed/secret.tsv.gz"),
        3,
        "Cannot read data.path = " + secret + ": " + denied,
        remedy);
    assertEnd(
        train("/runs/denied", "/mixed/*"), 3, "Cannot read " + secret + ": " + denied, remedy);
    assertEnd(
        train("/runs/denied", "/mixed/secret.tsv.gz", "data.format=parquet"),
        3,
        "Cannot read " + secret + ": " + denied,
        remedy);
    assertThat(names("/runs/denied")).isEmpty();

    directory("/mixed/model", (short) 0700);
    assertEnd(
        run(Map.of(), List.of("describe", "--model", hdfs.uri("/mixed/model"))),
        3,
        "Cannot read the model in --model " + hdfs.uri("/mixed/model") + ": Permission denied",
        remedy);
    assertEnd(
        train("/runs/denied", DATA, "optimizer.warm-start=" + hdfs.uri("/mixed/model")),
        3,
        "optimizer.warm-start = " + hdfs.uri("/mixed/model") + ": Permission denied",
        remedy);
    directory("/closed", (short) 0755);
    assertEnd(
        train("/closed/run", DATA),
        5,
        "Cannot write to --output " + hdfs.uri("/closed/run") + ": Permission denied",
        "access=WRITE",
        remedy);
    assertThat(names("/closed")).isEmpty();
  }

  @Test
  void aFullQuotaEndsARunWithNothingHalf() throws IOException {
    String remedy = "raise it, delete files there, or name another directory";
    // The lock, the metrics, a state, its manifest: each fails at another quota.
    for (int most : new int[] {1, 2, 5, 6}) {
      directory("/full", ALL);
      files.setQuota(path("/full"), most, HdfsConstants.QUOTA_DONT_SET);
      assertEnd(
          train("/full/run", DATA),
          5,
          "Cannot write to ",
          hdfs.uri("/full/run"),
          "The NameSpace quota (directories and files) of directory /full is exceeded: quota=",
          remedy);
      assertNothingHalf("/full/run");
      files.delete(path("/full"), true);
    }
    for (int blocks : new int[] {1, 3}) {
      directory("/full", ALL);
      files.setQuota(path("/full"), HdfsConstants.QUOTA_DONT_SET, blocks * 65536L);
      assertEnd(
          train("/full/run", DATA),
          5,
          "Cannot write to ",
          hdfs.uri("/full/run"),
          "The DiskSpace quota of /full is exceeded: quota = ",
          "dfs.blocksize",
          remedy);
      assertNothingHalf("/full/run");
      files.delete(path("/full"), true);
    }
  }

  @Test
  void aFullQuotaEndsPredictionsWithNothingHalf() throws IOException {
    assertDone(train("/runs/small", DATA, "optimizer.max-iterations=2"));
    directory("/full", ALL);
    // Room for the lock, but not for a block of a Parquet file.
    files.setQuota(path("/full"), HdfsConstants.QUOTA_DONT_SET, 4 * 65536L);
    assertEnd(
        use("predict", "/runs/small", DATA, "--output", hdfs.uri("/full/predictions")),
        5,
        "Cannot write the output: The DiskSpace quota of /full is exceeded");
    assertNothingHalf("/full/predictions");
    assertThat(names("/full/predictions")).isEmpty();
    files.delete(path("/full"), true);
  }

  @Test
  void safeModeEndsARunThatContinuesLater() throws Exception {
    String safe = "ame node is in safe mode, which permits no changes; repeat the command when";
    try {
      files.setSafeMode(SafeModeAction.ENTER);
      assertEnd(
          train("/runs/safe", DATA),
          5,
          "Cannot write to --output " + hdfs.uri("/runs/safe") + ": Cannot create directory",
          safe);
      files.setSafeMode(SafeModeAction.LEAVE);
      Outcome ended = during("/runs/safe", () -> files.setSafeMode(SafeModeAction.ENTER));
      assertEnd(ended, 5, "Cannot write to " + hdfs.uri("/runs/safe/"), safe);
      assertThat(ended.out())
          .contains("repeat the command with --output " + hdfs.uri("/runs/safe") + " --resume");
    } finally {
      files.setSafeMode(SafeModeAction.LEAVE);
    }
    assertThat(names("/runs/safe")).noneMatch(name -> name.startsWith("model"));
    // The lock could not be deleted. It expires.
    assertEnd(
        resume("/runs/safe"),
        5,
        "another run is writing there (host ",
        "if it was killed, its lock expires in 1");
    files.setTimes(path("/runs/safe/.lock"), System.currentTimeMillis() - 121_000, -1);
    assertDone(resume("/runs/safe"));
    Runs.assertSameModel(summary("/runs/safe"), expected);
    assertThat(names("/runs/safe")).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void aSecondRunInTheSameDirectoryIsRefused() throws Exception {
    Configuration client = new Configuration();
    try (OutputDirectory first = OutputDirectory.open(hdfs.uri("/runs/shared"), Mode.NEW, client)) {
      assertEnd(
          train("/runs/shared", DATA),
          5,
          "Cannot write to --output " + hdfs.uri("/runs/shared") + ": another run is writing there",
          "wait for it, or name another directory");
      first.write("mine.json", "{}");
    }
    assertThat(names("/runs/shared")).containsExactly("mine.json");
  }

  @Test
  void aLostDataNodeChangesNothing() throws Exception {
    DataNodeProperties[] lost = new DataNodeProperties[1];
    try {
      assertDone(during("/runs/lost", () -> lost[0] = hdfs.cluster().stopDataNode(0)));
      Runs.assertSameModel(summary("/runs/lost"), expected);
    } finally {
      hdfs.cluster().restartDataNode(lost[0]);
      hdfs.awaitActive();
    }
  }

  @Test
  void withoutDataNodesEachFileIsNamed() throws Exception {
    assertDone(train("/runs/before", DATA, "optimizer.max-iterations=2"));
    List<DataNodeProperties> stopped = new ArrayList<>();
    try {
      Outcome ended =
          during(
              "/runs/alone",
              () -> {
                stopped.add(hdfs.cluster().stopDataNode(0));
                stopped.add(hdfs.cluster().stopDataNode(0));
              });
      assertEnd(ended, 5, "Cannot write to " + hdfs.uri("/runs/alone/"), "hdfs dfsadmin -report");
      assertThat(ended.out()).contains(hdfs.uri("/runs/alone") + " --resume");
      String missing = "no DataNode gives block ";
      List<String> arguments =
          new ArrayList<>(List.of("train", "--output", folder.resolve("unread").toString()));
      arguments.addAll(sets(hdfs.uri(DATA)));
      assertEnd(
          run(Map.of(), arguments), 3, "Cannot read ", missing, " of " + DATA + "; 'hdfs fsck");
      assertEnd(
          run(Map.of(), List.of("describe", "--model", hdfs.uri("/runs/before"))),
          3,
          "Cannot read the model in --model " + hdfs.uri("/runs/before") + ": " + missing,
          " of /runs/before/model/");
    } finally {
      for (DataNodeProperties node : stopped) {
        hdfs.cluster().restartDataNode(node, true);
      }
      hdfs.awaitActive();
    }
    files.setTimes(path("/runs/alone/.lock"), System.currentTimeMillis() - 121_000, -1);
    assertDone(resume("/runs/alone"));
    Runs.assertSameModel(summary("/runs/alone"), expected);
  }

  @Test
  void aStoppedNameNodeIsNamed() throws Exception {
    String none = hdfs.address() + " does not answer (";
    try {
      Outcome ended = during("/runs/stopped", () -> hdfs.cluster().shutdownNameNode(0));
      assertEnd(ended, 5, "Cannot ", hdfs.uri("/runs/stopped/"), none);
      assertThat(ended.out()).contains(hdfs.uri("/runs/stopped") + " --resume");
      assertEnd(
          train("/runs/stopped", DATA),
          5,
          "Cannot write to --output " + hdfs.uri("/runs/stopped"),
          none);
      assertEnd(
          run(Map.of(), List.of("describe", "--model", hdfs.uri("/runs/stopped"))),
          3,
          "Cannot read the model in --model " + hdfs.uri("/runs/stopped"),
          none);
    } finally {
      hdfs.restart();
    }
    files.setTimes(path("/runs/stopped/.lock"), System.currentTimeMillis() - 121_000, -1);
    assertDone(resume("/runs/stopped"));
    Runs.assertSameModel(summary("/runs/stopped"), expected);
  }
}
