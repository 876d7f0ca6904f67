package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.config.ConfigException;

/** Why there is no file system for a path. */
class FileSystemsTest {

  private static void assertRefused(String path, String message) {
    assertThatThrownBy(
            () -> FileSystems.of(new Path(path), "data.path = " + path, new Configuration()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            String.format(Locale.ROOT, "Cannot open data.path = %s: ", path.replace("c@", "***@")))
        .hasMessageEndingWith(message);
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b/x, aws",
    "gs://b/x, gcp",
    "abfss://c@a.dfs.core.windows.net/x, azure",
    "abfs://c@a.dfs.core.windows.net/x, azure",
    "wasbs://c@a.blob.core.windows.net/x, azure",
    "adl://b/x, azure-datalake",
    "oss://b/x, aliyun"
  })
  void aMissingLibraryIsNamed(String path, String library) {
    assertRefused(
        path,
        String.format(
            Locale.ROOT,
            ": run submit/softmax --packages org.apache.hadoop:hadoop-%s:%s",
            library,
            VersionInfo.getVersion()));
  }

  @ParameterizedTest
  @CsvSource({
    "hfds://h/x, there is no file system with the scheme hfds; did you mean hdfs://?",
    "s3b://h/x, there is no file system with the scheme s3b; did you mean s3a://?",
    "fiel:/x, there is no file system with the scheme fiel; did you mean file://?",
    "dbx:/x, there is no file system with the scheme dbx: run submit/softmax --packages GROUP:ARTIFACT:VERSION with its library",
  })
  void anUnknownSchemeIsNamed(String path, String message) {
    assertRefused(path, message);
  }

  @Test
  void theOldNamesOfS3AreS3a() {
    assertRefused(
        "s3://b/x",
        "there is no file system with the scheme s3; use s3a://, and run submit/softmax --packages org.apache.hadoop:hadoop-aws:"
            + VersionInfo.getVersion());
  }

  @Test
  void anUnknownHostIsNamed() {
    assertRefused(
        "hdfs://nohost.invalid/x",
        "the host nohost.invalid is unknown; correct it, or set HADOOP_CONF_DIR to the configuration that defines it");
  }

  @Test
  void localFilesAreOpened() throws IOException {
    assertThat(FileSystems.of(new Path("x"), "x", new Configuration()).getScheme())
        .isEqualTo("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void anEmptyPathIsRefused(String path) {
    assertThatThrownBy(() -> FileSystems.path(path, "--output " + path))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid --output: the path is empty; name a file or folder (. is the working directory)");
  }

  @Test
  void aColonIsExplained() {
    assertThatThrownBy(() -> FileSystems.path("a:b", "--output a:b"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid --output a:b: what is before a colon is the scheme of a file system, such as hdfs://host/folder; give the path of a local file with this name from / on (the scheme here is a)");
    assertThat(FileSystems.path("/x/a:b", "--output /x/a:b").getName()).isEqualTo("a:b");
  }

  /** A server whose queue of connections is full does not react to another one. */
  @Test
  void aServerThatDoesNotReactIsGivenUp() throws IOException {
    List<Socket> queue = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      boolean accepts = true;
      while (accepts) {
        Socket waiting = new Socket();
        queue.add(waiting);
        try {
          waiting.connect(server.getLocalSocketAddress(), 300);
        } catch (SocketTimeoutException full) {
          accepts = false;
        }
      }
      Configuration hadoop = new Configuration();
      hadoop.setInt("ipc.client.connect.timeout", 100);
      FileSystems.boundWaits(hadoop);
      String address = "127.0.0.1:" + server.getLocalPort();
      Path file = new Path("hdfs://" + address + "/x");
      assertThatThrownBy(() -> FileSystems.of(file, "--output x", hadoop).exists(file))
          .isInstanceOf(IOException.class)
          .extracting(FileFailure::reason)
          .asString()
          .contains(":" + server.getLocalPort() + " does not answer (100 millis timeout")
          .endsWith("; correct the address, or repeat the command when the NameNode runs");
    } finally {
      for (Socket waiting : queue) {
        waiting.close();
      }
    }
  }

  @Test
  void waitsForServersAreBoundedUnlessTheUserHasSetThem() {
    String retries = "ipc.client.connect.max.retries.on.timeouts";
    Configuration defaults = new Configuration();
    FileSystems.boundWaits(defaults);
    assertThat(defaults.getInt(retries, -1)).isEqualTo(2);
    assertThat(defaults.getInt("ipc.client.connect.timeout", -1)).isEqualTo(10_000);
    Configuration ofUser = new Configuration();
    ofUser.setInt(retries, 45);
    FileSystems.boundWaits(ofUser);
    assertThat(ofUser.getInt(retries, -1)).isEqualTo(45);
    assertThat(ofUser.getInt("ipc.client.connect.timeout", -1)).isEqualTo(10_000);
    Configuration ofFile = new Configuration();
    String xml =
        "<configuration><property><name>"
            + retries
            + "</name><value>7</value></property></configuration>";
    ofFile.addResource(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "core-site.xml");
    FileSystems.boundWaits(ofFile);
    assertThat(ofFile.getInt(retries, -1)).isEqualTo(7);
  }
}
