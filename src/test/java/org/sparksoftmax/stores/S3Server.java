package org.sparksoftmax.stores;

import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.VersionInfo;
import org.opentest4j.TestAbortedException;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.submit.Command;

/**
 * An S3 server on loopback, in a process of its own, with its objects in a folder. The jars of the
 * server and of Hadoop's client are below {@code target/object-store}, and Maven resolves them.
 */
final class S3Server implements AutoCloseable {

  private static final Duration DOWNLOAD = Duration.ofMinutes(10);
  private static final Duration START = Duration.ofMinutes(2);

  /** S3Proxy, with the annotations of Jackson that it needs and without its other stores. */
  private static final String SERVER =
      """
      <dependencyManagement>
        <dependencies>
          <dependency>
            <groupId>com.fasterxml.jackson.core</groupId>
            <artifactId>jackson-annotations</artifactId>
            <version>2.21</version>
          </dependency>
        </dependencies>
      </dependencyManagement>
      <dependencies>
        <dependency>
          <groupId>org.gaul</groupId>
          <artifactId>s3proxy</artifactId>
          <version>4.1.0</version>
          <exclusions>
            <exclusion><groupId>com.google.cloud</groupId><artifactId>*</artifactId></exclusion>
            <exclusion><groupId>com.azure</groupId><artifactId>*</artifactId></exclusion>
            <exclusion><groupId>com.github.openstack4j.core</groupId><artifactId>*</artifactId></exclusion>
            <exclusion><groupId>org.apache.sshd</groupId><artifactId>*</artifactId></exclusion>
          </exclusions>
        </dependency>
      </dependencies>
      """;

  /** The modules of the AWS SDK that hadoop-aws uses: all of them have 686 MB. */
  private static final List<String> SDK =
      List.of("s3", "sts", "s3-transfer-manager", "apache-client", "netty-nio-client");

  private static final String SDK_VERSION = "2.35.4";

  private final Command.Running process;
  private final Path folder;
  private final int port;
  private final String key = "key-of-the-test";
  private final String secret = "secret" + UUID.randomUUID().toString().replace("-", "");
  private final Path clientJars;
  private final URLClassLoader client;

  private S3Server(Path folder, Path serverJars, Path clientJars) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("objects"));
    this.clientJars = clientJars;
    this.port = Command.freePort();
    this.client = new URLClassLoader(urls(clientJars), S3Server.class.getClassLoader());
    Path properties =
        Files.writeString(
            folder.resolve("server.properties"),
            String.join(
                "\n",
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.identity=" + key,
                "s3proxy.credential=" + secret,
                "jclouds.provider=filesystem-nio2",
                "jclouds.identity=unused",
                "jclouds.credential=unused",
                "jclouds.filesystem.basedir=" + this.folder));
    // Without this file, the server logs every object of every listing.
    Path log =
        Files.writeString(
            folder.resolve("logback.xml"), "<configuration><root level=\"warn\"/></configuration>");
    this.process =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + log,
                "-cp",
                serverJars + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString())
            .within(START)
            .start();
    process.awaitThat("the S3 server listens", this::listens);
  }

  /**
   * Starts a server with its files below {@code folder}.
   *
   * @throws TestAbortedException if Maven cannot resolve the jars, for example without a network
   */
  static S3Server start(Path folder) throws IOException {
    return new S3Server(folder, jars("server", SERVER), jars("client", client()));
  }

  private static String client() {
    StringBuilder dependencies =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                <dependencies>
                  <dependency>
                    <groupId>org.apache.hadoop</groupId>
                    <artifactId>hadoop-aws</artifactId>
                    <version>%s</version>
                    <exclusions>
                      <exclusion><groupId>software.amazon.awssdk</groupId><artifactId>bundle</artifactId></exclusion>
                      <exclusion><groupId>org.wildfly.openssl</groupId><artifactId>*</artifactId></exclusion>
                    </exclusions>
                  </dependency>
                """,
                VersionInfo.getVersion()));
    for (String module : SDK) {
      dependencies.append(
          String.format(
              Locale.ROOT,
              """
              <dependency>
                <groupId>software.amazon.awssdk</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <exclusions>
                  <exclusion><groupId>org.slf4j</groupId><artifactId>*</artifactId></exclusion>
                  <!-- Spark's own: an earlier one before it on the class path breaks Spark. -->
                  <exclusion><groupId>io.netty</groupId><artifactId>*</artifactId></exclusion>
                </exclusions>
              </dependency>
              """,
              module,
              SDK_VERSION));
    }
    return dependencies + "</dependencies>";
  }

  /** The folder of the jars, which an earlier run may have filled. */
  private static Path jars(String name, String dependencies) throws IOException {
    Path home = Command.PROJECT.resolve("target/object-store/" + name);
    Path pom = home.resolve("pom.xml");
    String text =
        String.format(
            Locale.ROOT,
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>store</groupId>
              <artifactId>%s</artifactId>
              <version>1</version>
              %s
            </project>
            """,
            name,
            dependencies);
    Path done = home.resolve("done.xml");
    if (Files.exists(done) && Files.readString(done).equals(text)) {
      return home.resolve("jars");
    }
    Files.createDirectories(home);
    Files.writeString(pom, text);
    Command.Result maven =
        Command.copyDependencies(pom, home.resolve("jars"), "-DincludeScope=runtime")
            .within(DOWNLOAD)
            .run();
    if (maven.exitCode() != 0) {
      throw new TestAbortedException(
          "Not run, because Maven cannot resolve the S3 " + name + ": " + maven.out());
    }
    Files.writeString(done, text);
    return home.resolve("jars");
  }

  private static URL[] urls(Path jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> files = Files.list(jars)) {
      for (Path file : files.sorted().toList()) {
        urls.add(url(file));
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static URL url(Path file) throws MalformedURLException {
    return file.toUri().toURL();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  String secret() {
    return secret;
  }

  /** Creates an empty bucket, and returns the folder of its objects. */
  Path bucket(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** The settings of Spark for this server. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:" + port);
    settings.put("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
    settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
    settings.put("spark.hadoop.fs.s3a.access.key", key);
    settings.put("spark.hadoop.fs.s3a.secret.key", secret);
    return settings;
  }

  /** The settings as a file for {@code --properties-file}, with the jars of the client. */
  Path properties(Path file, Map<String, String> more) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(settings());
    all.put("spark.driver.extraClassPath", clientJars + "/*");
    all.putAll(more);
    List<String> lines = new ArrayList<>();
    all.forEach((name, value) -> lines.add(name + " " + value));
    return Files.write(file, lines);
  }

  /** The settings as a configuration of Hadoop. */
  Configuration hadoop() {
    return withClient(
        () -> {
          Configuration hadoop = new Configuration();
          settings().forEach((name, value) -> hadoop.set(name.substring(13), value));
          return hadoop;
        });
  }

  FileSystem fileSystem(String bucket) throws IOException {
    return FileSystem.get(URI.create("s3a://" + bucket), hadoop());
  }

  /** Runs a command in this JVM with the settings of this server, and {@code more}. */
  InProcess.Outcome run(Map<String, String> more, String... arguments) {
    Map<String, String> all = settings();
    all.putAll(more);
    return withClient(() -> InProcess.run(all, arguments));
  }

  private <T> T withClient(Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(client);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
