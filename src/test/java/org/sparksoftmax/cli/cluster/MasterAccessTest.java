package org.sparksoftmax.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sparksoftmax.config.ConfigException;

@Timeout(30)
class MasterAccessTest {
  private static SparkConf conf(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  private static ServerSocket port() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @Test
  void authenticationWithoutASecretIsRefusedBeforeAnyMasterIsAsked() {
    SparkConf conf = conf("spark://nowhere.invalid:1").set("spark.authenticate", "true");

    assertThatThrownBy(() -> MasterAccess.check(conf))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Missing secret: spark.authenticate is true; SOFTMAX_SECRET_FILE must name the file with the secret of spark://nowhere.invalid:1");
  }

  @Test
  void aMasterThatHangsUpIsReportedAsTurningTheJobAway() throws IOException {
    try (ServerSocket master = port()) {
      Thread hangUp = new Thread(() -> hangUp(master));
      hangUp.start();
      SparkConf conf = conf("spark://127.0.0.1:" + master.getLocalPort());

      assertThatThrownBy(() -> MasterAccess.check(conf))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("The master " + conf.get("spark.master") + " rejects this job")
          .hasMessageContaining("SOFTMAX_SECRET_FILE");
      assertThat(conf.contains("spark.rpc.lookupTimeout")).isFalse();
    }
  }

  @Test
  void aMasterThatDoesNotListenIsNamed() throws IOException {
    int free;
    try (ServerSocket socket = port()) {
      free = socket.getLocalPort();
    }
    for (String master : List.of("127.0.0.1:" + free, "nowhere.invalid:1")) {
      assertThatThrownBy(() -> MasterAccess.check(conf("spark://" + master)))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "Cannot reach the master spark://%s: start it, or give the address of one that runs with --master",
              master);
    }
  }

  @Test
  void anAddressWithoutAPortIsInvalid() {
    assertThatThrownBy(() -> MasterAccess.check(conf("spark://127.0.0.1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid --master spark://127.0.0.1 (must be spark://HOST:PORT)");
  }

  @Test
  void otherMastersAreNotAsked() {
    SparkConf conf = conf("local[2]").set("spark.authenticate", "true");

    assertThatCode(() -> MasterAccess.check(conf)).doesNotThrowAnyException();
  }

  private static void hangUp(ServerSocket master) {
    try {
      while (true) {
        master.accept().close();
      }
    } catch (SocketException e) {
      assertThat(master.isClosed()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
