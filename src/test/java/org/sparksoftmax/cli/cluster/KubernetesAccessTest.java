package org.sparksoftmax.cli.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.config.ConfigException;

@Timeout(60)
class KubernetesAccessTest {

  private static final Map<String, String> NO_PROXY = Map.of();

  private static SparkConf conf(String server) {
    return new SparkConf(false).set("spark.master", "k8s://" + server);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aServerThatListensIsAccepted() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SparkConf conf = conf("http://localhost:" + server.getLocalPort());

      assertThatCode(() -> KubernetesAccess.check(conf, NO_PROXY)).doesNotThrowAnyException();
    }
  }

  @Test
  void aServerThatDoesNotListenIsNamed() throws IOException {
    int port = closedPort();

    assertThatThrownBy(() -> KubernetesAccess.check(conf("127.0.0.1:" + port), NO_PROXY))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot reach the API server https://127.0.0.1:%s of Kubernetes (Connection refused): give the address of one that answers with --master k8s://https://HOST:PORT",
            port);
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatThrownBy(() -> KubernetesAccess.check(conf("https://nowhere.invalid"), NO_PROXY))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "Cannot reach the API server https://nowhere.invalid of Kubernetes (unknown host): ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://", "ftp://host:1", "a b"})
  void whatIsNoAddressIsInvalid(String server) {
    assertThatThrownBy(() -> KubernetesAccess.check(conf(server), NO_PROXY))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid --master k8s://%s (must be k8s://https://HOST:PORT)", server);
  }

  @Test
  void behindAProxyAndInTheDriversPodNothingIsChecked() throws IOException {
    SparkConf conf = conf("127.0.0.1:" + closedPort());

    assertThatCode(
            () -> KubernetesAccess.check(conf, Map.of("HTTPS_PROXY", "http://proxy.invalid:1")))
        .doesNotThrowAnyException();
    conf.set("spark.kubernetes.submitInDriver", "true");
    assertThatCode(() -> KubernetesAccess.check(conf, NO_PROXY)).doesNotThrowAnyException();
  }
}
