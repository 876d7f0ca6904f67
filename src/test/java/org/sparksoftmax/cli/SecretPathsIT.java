package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A password in the paths of data and output appears in nothing that a command prints or writes.
 */
class SecretPathsIT {
  private static final String PASSWORD = "open+sesame";
  private static final String CHANGED = "new+sesame";
  private static final String SECRET = "sesame";

  @TempDir private Path folder;

  private final List<String> printed = new ArrayList<>();

  @BeforeEach
  void data() throws IOException {
    StringBuilder text = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 60; i++) {
      text.append(i % 7).append(',').append(i % 5).append(',').append(i % 3).append('\n');
    }
    Files.createDirectories(folder.resolve("events"));
    Files.writeString(folder.resolve("bad.csv"), text.append("x,1,2\n"));
  }

  @Test
  void noOutputHasThePassword() throws IOException {
    String bad = "data.bad-rows=quarantine";
    assertThat(train(PASSWORD, "--set", bad, "--set", "optimizer.max-iterations=3").code())
        .isZero();
    assertThat(
            train(CHANGED, "--set", bad, "--set", "optimizer.max-iterations=5", "--resume").code())
        .as("a run resumes with another password")
        .isZero();
    String model = address(PASSWORD, "out/model");
    assertThat(run("evaluate", "--model", model, "--set", bad, "--set", path("bad.csv")).code())
        .isZero();
    assertThat(
            run(
                    "predict",
                    "--model",
                    model,
                    "--output",
                    address(PASSWORD, "predictions"),
                    "--set",
                    bad,
                    "--set",
                    path("bad.csv"))
                .code())
        .isZero();
    assertThat(run("describe", "--model", model).code()).isZero();
    assertThat(run("report", address(PASSWORD, "out"), "--overwrite").code()).isZero();

    assertThat(train(PASSWORD, "--verbose", "--overwrite").code()).as("a bad row").isEqualTo(3);
    assertThat(run("train", "--verbose", "--set", path("gone.csv")).code()).isEqualTo(3);
    assertThat(train(PASSWORD).code()).as("the output is not empty").isEqualTo(5);
    assertThat(run("describe", "--verbose", "--model", address(PASSWORD, "gone")).code())
        .isNotZero();
    assertThat(run("train", "--set", "data.storage=" + address(PASSWORD, "x")).code()).isEqualTo(2);
    assertThat(run("train", address(PASSWORD, "x")).code()).isEqualTo(2);
    assertThat(run("train", "--set", address(PASSWORD, "x")).code()).isEqualTo(2);

    assertThat(String.join("\n", printed)).contains("vault://***@host").doesNotContain(SECRET);
    assertThat(files()).isNotEmpty().allSatisfy(SecretPathsIT::hasNoSecret);
  }

  private InProcess.Outcome train(String password, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "train",
                "--output",
                address(password, "out"),
                "--set",
                "data.path=" + address(password, "bad.csv"),
                "--set",
                "data.test.fraction=0.2",
                "--set",
                "checkpoint.interval-iterations=1"));
    all.addAll(Arrays.asList(more));
    return run(all.toArray(String[]::new));
  }

  private InProcess.Outcome run(String... arguments) {
    InProcess.Outcome outcome =
        InProcess.run(
            Map.of(
                "spark.hadoop.fs.vault.impl",
                VaultFileSystem.class.getName(),
                // Spark writes the path of a table that it saves to its log of events as it is.
                "spark.eventLog.enabled",
                String.valueOf(!arguments[0].equals("predict")),
                "spark.eventLog.compress",
                "false",
                "spark.eventLog.dir",
                folder.resolve("events").toUri().toString()),
            arguments);
    printed.add(String.join(" ", arguments).replaceAll("://[^@]*@", "://") + "\n" + outcome.out());
    printed.add(outcome.err());
    return outcome;
  }

  private String path(String file) {
    return "data.path=" + address(PASSWORD, file);
  }

  private String address(String password, String file) {
    return "vault://me:" + password + "@host" + folder.resolve(file);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void hasNoSecret(Path file) throws IOException {
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines())
        .as("%s", file)
        .noneMatch(line -> line.contains(SECRET));
  }
}
