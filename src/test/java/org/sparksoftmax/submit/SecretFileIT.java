package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command.Result;

/** Tests how the scripts use the file given by SOFTMAX_SECRET_FILE. */
class SecretFileIT {
  @TempDir private Path folder;
  private Path file;
  private Path certificate;

  @BeforeEach
  void secret() {
    file = folder.resolve("the secret");
    certificate = folder.resolve("the secret.p12");
    Result made = makeSecret();
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out() + made.err()).isEmpty();
  }

  @Test
  void secretsDifferAndOnlyTheirOwnerReadsThem() throws IOException {
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
    for (Path made : List.of(file, certificate)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rw-------");
    }
    String first = Files.readString(file);
    Files.delete(file);
    Files.delete(certificate);
    makeSecret();
    assertThat(Files.readString(file)).isNotEqualTo(first);
  }

  @Test
  void anExistingSecretStands() throws IOException {
    String before = Files.readString(file);
    Result again = makeSecret();
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("exists already").hasLineCount(1);
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void theSecretReachesSparkInTheEnvironmentAndOnNoCommandLine() throws IOException {
    Path home = folder.resolve("spark");
    ProjectCopy.program(
        home.resolve("bin/spark-submit"),
        "printf '%s\\n' \"$@\"",
        "[ \"$_SPARK_AUTH_SECRET\" = \"$(cat \"$SOFTMAX_SECRET_FILE\")\" ] && echo same");
    Result result =
        Command.softmax("--conf", "spark.eventLog.enabled=true", "train")
            .with("SOFTMAX_SECRET_FILE", file)
            .with("SPARK_HOME", home)
            .run();

    String secret = Files.readString(file).strip();
    assertThat(result.out() + result.err()).doesNotContain(secret);
    List<String> words = result.out().lines().toList();
    assertThat(words)
        .containsSubsequence(
            "spark.ssl.rpc.keyStore=" + certificate,
            "spark.authenticate=true",
            "spark.ssl.rpc.enabled=true",
            "spark.eventLog.enabled=false",
            "spark.eventLog.enabled=true",
            "train",
            "same");
  }

  @Test
  void withoutASecretNothingIsAdded() throws IOException {
    Path home = folder.resolve("spark");
    ProjectCopy.program(home.resolve("bin/spark-submit"), "printf '%s\\n' \"$@\"");
    Result result = Command.softmax("train").with("SPARK_HOME", home).run();
    assertThat(result.out()).doesNotContain("--conf");
  }

  @Test
  void aFileThatOthersMayReadIsRefused() throws IOException {
    for (String rights : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
      assertRefused("Unsafe secret: other users can access SOFTMAX_SECRET_FILE " + file);
    }
  }

  @Test
  void aSecretThatIsNoneIsRefused() throws IOException {
    for (String text :
        List.of("", "short", "two words of more than 32 characters", "a".repeat(31))) {
      Files.writeString(file, text + "\n");
      assertRefused("Invalid secret in SOFTMAX_SECRET_FILE " + file);
    }
  }

  @Test
  void aMissingFileOrCertificateIsRefused() throws IOException {
    Files.delete(certificate);
    assertRefused("Cannot read the cluster's secret: SOFTMAX_SECRET_FILE is " + file);
    Files.delete(file);
    assertRefused("Cannot read the cluster's secret: SOFTMAX_SECRET_FILE is " + file);
  }

  private Result makeSecret() {
    return Command.cluster(folder, "secret", file.toString()).run();
  }

  private void assertRefused(String message) throws IOException {
    Path state = folder.resolve("cluster");
    for (Command command :
        List.of(Command.softmax("train"), Command.cluster(state, "start", "1", "1", "512m"))) {
      Result result = command.with("SOFTMAX_SECRET_FILE", file).run();
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.err()).startsWith(message).hasLineCount(1);
      assertThat(result.out()).isEmpty();
    }
    assertThat(state).doesNotExist();
  }
}
