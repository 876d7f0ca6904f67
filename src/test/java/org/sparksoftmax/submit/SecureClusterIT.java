package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests who can access a standalone cluster secured with conf/secure.conf, and what is visible. */
class SecureClusterIT {
  /** The limit for a rejection, which takes seconds, with a margin for a busy machine. */
  private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(100);

  private static final Pattern DRIVER = Pattern.compile("CoarseGrainedScheduler@[^ :]+:(\\d+)");
  private static final Pattern SERVER = Pattern.compile("Starting Spark .* (?:at )?\\S+:(\\d+)");

  @TempDir private static Path folder;
  private static Path secret;
  private static Path state;
  private static String master;

  @BeforeAll
  static void start() throws IOException {
    secret = makeSecret("secret");
    state = folder.resolve("a cluster");
    Result started =
        Command.cluster(state, "start", "2", "1", "1g")
            .with("SOFTMAX_SECRET_FILE", secret)
            .with("SOFTMAX_MASTER_PORT", Command.freePort())
            .run();
    assertThat(started.exitCode()).as(started.err()).isZero();
    master = started.out().strip();
    assertThat(started.out() + started.err()).doesNotContain(text(secret));
  }

  @AfterAll
  static void stop() {
    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
    assertThat(Command.cluster(state, "status").run().exitCode()).isEqualTo(1);
  }

  @Test
  void trainsOverTlsAndShowsTheSecretNowhere() throws IOException {
    Path events = Files.createDirectory(folder.resolve("events"));
    Command training =
        train(
                "secured",
                // Jobs start only with both executors; else the driver may end while the second one
                // starts.
                "--conf",
                "spark.cores.max=2",
                "--conf",
                "spark.scheduler.minRegisteredResourcesRatio=1.0",
                "--conf",
                "spark.executor.extraJavaOptions=" + Command.SOON,
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.rolling.enabled=false",
                "--conf",
                "spark.eventLog.compress=false",
                "--conf",
                "spark.eventLog.dir=" + events.toUri())
            .with("SOFTMAX_SECRET_FILE", secret);
    try (Running running = training.start()) {
      AtomicReference<String> executors = new AtomicReference<>();
      running.awaitThat("both executors", () -> sawExecutors(executors));
      assertThat(executors.get()).contains("--driver-url");
      assertThat(processes()).doesNotContain(text(secret));
      List<Integer> ports = new ArrayList<>(serverPorts());
      ports.add(port(DRIVER, executors.get()));
      assertThat(ports).hasSize(4); // master, two workers, driver
      for (int port : ports) {
        assertThat(tlsSession(port)).isEqualTo("TLSv1.3 TLS_AES_256_GCM_SHA384");
      }
      Result result = running.await();
      assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
      assertThat(result.out() + result.err()).doesNotContain(text(secret));
    }
    assertSettingsInForce(events);
    assertNowhere(secret);
    assertThat(files(folder).stream().map(path -> folder.relativize(path).toString()))
        .contains("secured.log", "secured/summary.json", "a cluster/master.log")
        .filteredOn(path -> path.startsWith("a cluster/work/") && path.endsWith("/stderr"))
        .hasSize(2);
    assertSameModelAsLocally();
  }

  @Test
  void aWrongSecretIsTurnedAwayEvenWithTheClustersCertificate() throws IOException {
    Path wrong = makeSecret("wrong");
    Files.delete(certificate(wrong));
    Files.copy(certificate(secret), certificate(wrong));
    Result rekeyed =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin/keytool"),
                "-storepasswd",
                "-keystore",
                certificate(wrong).toString(),
                "-storepass:file",
                secret.toString(),
                "-new:file",
                wrong.toString())
            .run();
    assertThat(rekeyed.exitCode()).as(rekeyed.out()).isZero();

    assertTurnedAway(
        train("wrong secret").with("SOFTMAX_SECRET_FILE", wrong),
        "its secret is probably not the cluster's");
    assertNowhere(wrong);
  }

  @Test
  void anotherClustersSecretIsTurnedAway() throws IOException {
    Path other = makeSecret("other");
    assertTurnedAway(
        train("other cluster").with("SOFTMAX_SECRET_FILE", other),
        "its secret is probably not the cluster's");
    assertNowhere(other);
  }

  @Test
  void aCertificateOfAnotherSecretIsNamed() throws IOException {
    Path mixed = makeSecret("mixed");
    Files.copy(certificate(secret), certificate(mixed), StandardCopyOption.REPLACE_EXISTING);
    Result result =
        train("mixed up").with("SOFTMAX_SECRET_FILE", mixed).within(REFUSAL_LIMIT).run();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .containsExactly(
            "Cannot open the cluster's certificate "
                + certificate(mixed)
                + ": it must be the one that was created with the secret");
    assertNowhere(mixed);
  }

  @Test
  void noSecretIsTurnedAway() {
    assertTurnedAway(train("no secret"), "the job presented no secret");
  }

  @Test
  void anUnencryptedConnectionIsTurnedAwayEvenWithTheSecret() throws IOException {
    assertTurnedAway(
        train("unencrypted", "--conf", "spark.ssl.rpc.enabled=false")
            .with("SOFTMAX_SECRET_FILE", secret),
        "its secret is probably not the cluster's");
  }

  private static void assertTurnedAway(Command training, String cause) {
    Result result = training.within(REFUSAL_LIMIT).run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().filter(line -> !line.startsWith("WARNING: Using incubator")))
        .containsExactly(
            "The master "
                + master
                + " rejects this job: "
                + cause
                + "; SOFTMAX_SECRET_FILE must name the file that the cluster was started with");
  }

  private static Command train(String name, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("--master", master, "--driver-java-options", Command.SOON));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("train", "--output", folder.resolve(name).toString()));
    return Command.softmax(arguments.toArray(String[]::new))
        .with("SOFTMAX_LOG", folder.resolve(name + ".log"));
  }

  /**
   * Stores the command lines of the executors of this cluster, and returns whether there are two.
   * Other tests may run executors of theirs.
   */
  private static boolean sawExecutors(AtomicReference<String> seen) {
    List<String> executors =
        processes()
            .lines()
            .filter(line -> line.contains("executor.CoarseGrainedExecutorBackend"))
            .filter(line -> line.contains(certificate(secret).toString()))
            .toList();
    seen.set(String.join("\n", executors));
    return executors.size() >= 2;
  }

  /** The command lines of all processes. */
  private static String processes() {
    return Command.of("ps", "-A", "-ww", "-o", "args=").run().out();
  }

  private static void assertSettingsInForce(Path events) throws IOException {
    List<Path> logs = files(events);
    assertThat(logs).hasSize(1);
    assertThat(Files.readString(logs.get(0)))
        .contains(
            "\"spark.authenticate\":\"true\"",
            "\"spark.ssl.rpc.enabled\":\"true\"",
            "\"spark.io.encryption.enabled\":\"true\"",
            "\"spark.io.encryption.keySizeBits\":\"256\"",
            "\"spark.authenticate.secret\":\"*********(redacted)\"");
  }

  private static void assertSameModelAsLocally() throws IOException {
    Result local =
        Command.softmax(
                "--master",
                "local[2]",
                "--driver-java-options",
                Command.SOON,
                "train",
                "--output",
                folder.resolve("local").toString())
            .run();
    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(summary("secured").path("modelSha256").asText())
        .isEqualTo(summary("local").path("modelSha256").asText());
  }

  private static JsonNode summary(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("summary.json").toFile());
  }

  /**
   * Checks that the secret is in no file except its own: logs of driver, servers and executors,
   * results, and the event log.
   */
  private static void assertNowhere(Path file) throws IOException {
    String wanted = text(file);
    List<Path> searched = new ArrayList<>(files(folder));
    searched.remove(file);
    for (Path path : searched) {
      assertThat(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1))
          .as(path.toString())
          .doesNotContain(wanted);
    }
  }

  private static List<Path> files(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  /**
   * The TLS session that a server negotiates with a client that trusts only the cluster's
   * certificate.
   */
  private static String tlsSession(int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) trusting().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
    }
  }

  private static SSLSocketFactory trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyStore store =
          KeyStore.getInstance(certificate(secret).toFile(), text(secret).toCharArray());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> serverPorts() throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (String server : List.of("master", "worker-1", "worker-2")) {
      ports.add(port(SERVER, Files.readString(state.resolve(server + ".log"))));
    }
    return ports;
  }

  private static int port(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static Path makeSecret(String name) throws IOException {
    Path file = folder.resolve(name);
    Result made = Command.cluster(folder, "secret", file.toString()).run();
    assertThat(made.exitCode()).as(made.err()).isZero();
    return file;
  }

  private static Path certificate(Path file) {
    return file.resolveSibling(file.getFileName() + ".p12");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
