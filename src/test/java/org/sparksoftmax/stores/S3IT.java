package org.sparksoftmax.stores;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.submit.Command;

/**
 * Data, runs and models in an S3 store, with credentials. Runs are of the bundled digits; the store
 * is on loopback.
 */
class S3IT {

  private static final Path DIGITS = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The bound of a first contact: a request of 15 seconds, and the start of Spark on a busy
   * machine.
   */
  private static final Duration CONTACT = Duration.ofSeconds(150);

  @TempDir private static Path folder;
  private static S3Server server;

  /** The checksum of the model that local files give. */
  private static String expected;

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(folder);
    done(on(DIGITS.toString(), "train", "--output", folder.resolve("local") + ""));
    expected =
        JSON.readTree(folder.resolve("local/summary.json").toFile()).get("modelSha256").asText();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The arguments of a command on digits at a path. */
  private static String[] on(String data, String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    for (String set :
        List.of(
            "data.format=tsv",
            "data.label-column=target",
            "data.feature-multiplier=0.0625",
            "optimizer.tolerance=1e-2",
            "data.path=" + data)) {
      all.addAll(List.of("--set", set));
    }
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** A new bucket with the digits. */
  private static Path bucketWithDigits(String name) throws IOException {
    Path objects = server.bucket(name);
    server
        .fileSystem(name)
        .copyFromLocalFile(path(DIGITS.toString()), path("s3a://" + name + "/digits.tsv.gz"));
    return objects;
  }

  private static org.apache.hadoop.fs.Path path(String text) {
    return new org.apache.hadoop.fs.Path(text);
  }

  private static InProcess.Outcome done(String... arguments) {
    return done(Map.of(), arguments);
  }

  private static InProcess.Outcome done(Map<String, String> more, String... arguments) {
    InProcess.Outcome outcome = server.run(more, arguments);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    assertThat(outcome.out() + outcome.err()).doesNotContain(server.secret());
    return outcome;
  }

  private static String modelSha256(FileSystem fileSystem, String run) throws IOException {
    try (InputStream in = fileSystem.open(path(run + "/summary.json"))) {
      return JSON.readTree(in).get("modelSha256").asText();
    }
  }

  /** The names of the objects in a folder of a bucket, in order. */
  private static List<String> objects(FileSystem fileSystem, String folder) throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus file : fileSystem.listStatus(path(folder))) {
      names.add(file.getPath().getName());
    }
    return names;
  }

  @Test
  void everyCommandReadsAndWritesTheStore() throws IOException {
    Path objects = bucketWithDigits("commands");
    FileSystem store = server.fileSystem("commands");
    String run = "s3a://commands/runs/digits";
    String data = "s3a://commands/digits.tsv.gz";
    String[] train =
        on(data, "train", "--output", run, "--set", "checkpoint.interval-iterations=1");
    assertThat(done(train).out())
        .contains("wrote " + run + "/model", "wrote " + run + "/report.ht");
    assertThat(modelSha256(store, run)).isEqualTo(expected);
    assertThat(objects(store, run))
        .containsExactlyInAnyOrder(
            "checkpoints", "metrics.jsonl", "model", "report.html", "report.json", "summary.json");

    assertThat(done("describe", "--model", run).out()).contains("modelSha256: " + expected);
    assertThat(done(on(data, "evaluate", "--model", run)).out()).contains("accuracy");
    done(
        on(
            data,
            "predict",
            "--model",
            run,
            "--output",
            "s3a://commands/predictions",
            "--format",
            "parquet"));
    assertThat(objects(store, "s3a://commands/predictions")).contains("_SUCCESS", "_classes");
    done("export", "--model", run, "--format", "onnx", "--output", "s3a://commands/exported.onnx");
    assertThat(store.exists(path("s3a://commands/exported.onnx"))).isTrue();
    assertThat(done("report", run).out()).contains("wrote " + run + "/report.html");

    InProcess.Outcome again = server.run(Map.of(), train);
    assertThat(again.code()).as(again.err()).isEqualTo(5);
    assertThat(again.err()).contains("it is not empty (checkpoints ...)");
    assertNothingIsLeft(objects);
  }

  /** No object has the secret in it or in its name, and none is a lock or incomplete. */
  private static void assertNothingIsLeft(Path objects) throws IOException {
    try (Stream<Path> files = Files.walk(objects)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.toString()).doesNotContain(".tmp", ".earlier", ".lock", ".inprogress");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(server.secret());
      }
    }
  }

  @Test
  void wrongCredentialsAreOneLine() throws IOException {
    bucketWithDigits("locked");
    Map<String, String> wrong = Map.of("spark.hadoop.fs.s3a.secret.key", "wrong-secret");
    assertRefused(
        wrong,
        "Cannot open --output s3a://locked/run: the store rejects the credentials (SignatureDoesNotMatch): correct spark.hadoop.fs.s3a.access.key and spark.hadoop.fs.s3a.secret.key in the file of --properties-file\n",
        on(DIGITS.toString(), "train", "--output", "s3a://locked/run"));
    assertRefused(
        wrong,
        "Cannot open --model s3a://locked/run: the store rejects the credentials",
        "describe",
        "--model",
        "s3a://locked/run");
  }

  @Test
  void aMissingBucketIsOneLine() {
    assertRefused(
        Map.of(),
        "Cannot open data.path = s3a://nowhere/digits.tsv: there is no bucket nowhere at the endpoint http://127.0.0.1:"
            + server.port()
            + ": create it, or correct its name\n",
        on("s3a://nowhere/digits.tsv", "train", "--output", folder.resolve("nowhere") + ""));
  }

  @Test
  void anUnreachableEndpointIsOneLineSoon() throws IOException {
    String closed = "http://127.0.0.1:" + Command.freePort();
    assertRefused(
        Map.of("spark.hadoop.fs.s3a.endpoint", closed),
        "Cannot open data.path = s3a://unreachable/rows: the endpoint "
            + closed
            + " cannot be reached (",
        "train",
        "--set",
        "data.format=parquet",
        "--set",
        "data.path=s3a://unreachable/rows",
        "--output",
        folder.resolve("unreachable") + "");
    // A listener that accepts connections and never answers. The settings of the user count.
    try (ServerSocket silent = new ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      assertRefused(
          Map.of("spark.hadoop.fs.s3a.endpoint", endpoint, "spark.hadoop.fs.s3a.retry.limit", "0"),
          "Cannot open --model s3a://silent/run: the endpoint " + endpoint + " cannot be reached (",
          "describe",
          "--model",
          "s3a://silent/run");
    }
  }

  private static void assertRefused(Map<String, String> more, String message, String... arguments) {
    long start = System.nanoTime();
    InProcess.Outcome outcome = server.run(more, arguments);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CONTACT);
    assertThat(outcome.err()).startsWith(message).hasLineCount(1);
    assertThat(outcome.err()).doesNotContain(server.secret(), "wrong-secret");
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
  }

  @Test
  void onlyOneOfTwoRunsOpensAnOutput() throws Exception {
    server.bucket("contended");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 5; round++) {
        String output = "s3a://contended/run-" + round;
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Object>> tries = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
          tries.add(
              threads.submit(
                  () -> {
                    together.await();
                    try {
                      return OutputDirectory.open(
                          output, OutputDirectory.Mode.OVERWRITE, server.hadoop());
                    } catch (OutputException refused) {
                      return refused.getMessage();
                    }
                  }));
        }
        List<OutputDirectory> opened = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Future<Object> each : tries) {
          if (each.get() instanceof OutputDirectory directory) {
            opened.add(directory);
          } else {
            refused.add(each.get().toString());
          }
        }
        assertThat(opened).hasSize(1);
        assertThat(refused.get(0))
            .startsWith("Cannot write to --output " + output + ": another run is writing there");
        opened.get(0).write("summary.json", "{}");
        opened.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void largeFilesAreUploadedInParts() throws IOException {
    Path objects = bucketWithDigits("parts");
    String[] train =
        on(
            "s3a://parts/digits.tsv.gz",
            "train",
            "--output",
            "s3a://parts/run",
            "--set",
            "model.type=network",
            "--set",
            "model.hidden-layers=[3000]",
            "--set",
            "checkpoint.interval-iterations=1",
            "--set",
            "optimizer.max-iterations=2");
    done(Map.of("spark.hadoop.fs.s3a.multipart.size", "5M"), train);
    FileSystem store = server.fileSystem("parts");
    List<FileStatus> states =
        Stream.of(store.listStatus(path("s3a://parts/run/checkpoints")))
            .filter(file -> file.getPath().getName().startsWith("state-"))
            .toList();
    assertThat(states).isNotEmpty().allMatch(file -> file.getLen() > 5 << 20);
    List<String> more = new ArrayList<>(List.of(train));
    more.addAll(List.of("--resume", "--set", "optimizer.max-iterations=3"));
    assertThat(done(more.toArray(String[]::new)).out()).contains("resuming at iteration 2 ");
    assertNothingIsLeft(objects);
  }

  @Test
  void aRunThatIsKilledInAnUploadContinuesToTheSameBits() throws IOException {
    bucketWithDigits("killed");
    FileSystem store = server.fileSystem("killed");
    String run = "s3a://killed/run";
    String[] train =
        on(
            "s3a://killed/digits.tsv.gz",
            "train",
            "--resume",
            "--output",
            run,
            "--set",
            "checkpoint.interval-iterations=1");
    killIn("PUT /killed/run/checkpoints/state-00000002", train);
    assertThat(objects(store, run + "/checkpoints"))
        .contains("checkpoint-00000001.json")
        .noneMatch(name -> name.startsWith("state-00000002"));
    assertThat(store.exists(path(run + "/model"))).isFalse();

    // The lock of the killed run, which would take too long to expire in a test.
    store.delete(path(run + "/.lock"), false);
    killIn("PUT /killed/run/model/metadata.json", train);
    InProcess.Outcome described = server.run(Map.of(), "describe", "--model", run);
    assertThat(described.code()).as(described.err()).isEqualTo(3);
    assertThat(described.err()).startsWith("Cannot find a model in --model " + run);

    store.delete(path(run + "/.lock"), false);
    assertThat(done(train).out()).contains("resuming at iteration ");
    assertThat(modelSha256(store, run)).isEqualTo(expected);
    assertThat(done("describe", "--model", run).out()).contains("modelSha256: " + expected);
  }

  /** Trains in another process, and kills it in the middle of an upload. */
  private static void killIn(String upload, String... train) throws IOException {
    try (StallingRelay relay = new StallingRelay(server.port(), upload)) {
      Path properties =
          server.properties(
              folder.resolve("relayed.properties"),
              Map.of("spark.hadoop.fs.s3a.endpoint", relay.endpoint()));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--master",
                  "local[2]",
                  "--properties-file",
                  properties.toString(),
                  "--driver-java-options",
                  Command.SOON));
      arguments.addAll(List.of(train));
      try (Command.Running running =
          Command.softmax(arguments.toArray(String[]::new)).within(Duration.ofMinutes(5)).start()) {
        running.awaitThat(upload, relay::isStalled);
        running.handle().destroyForcibly();
        assertThat(running.await().exitCode()).as(running.toString()).isEqualTo(137);
        assertThat(running.out() + running.err()).doesNotContain(server.secret());
      }
    }
  }
}
