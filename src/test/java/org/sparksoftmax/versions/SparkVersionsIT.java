package org.sparksoftmax.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;

/** The jars on each Spark that they are for: {@code mvn -Pspark-versions verify}. */
@EnabledIfSystemProperty(
    named = "softmax.versions",
    matches = "all",
    disabledReason = "mvn -Pspark-versions verify downloads every Spark and runs this")
class SparkVersionsIT {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final ReleasedSpark NEWEST = new ReleasedSpark("4.2.0", "2.13.18", "2.21.2");

  /** The latest patches that Maven Central has. */
  private static final List<ReleasedSpark> OLDER =
      List.of(
          new ReleasedSpark("3.5.9", "2.12.18", "2.15.2"),
          new ReleasedSpark("3.5.6", "2.13.8", "2.15.2"),
          new ReleasedSpark("4.0.1", "2.13.16", "2.18.2"),
          new ReleasedSpark("4.1.0", "2.13.17", "2.20.0"));

  @TempDir private static Path folder;
  private static Path job;

  /** What the newest Spark trained. */
  private static String modelOfDigits;

  private static Path saved;
  private static List<String> scored;

  @BeforeAll
  static void runsOnTheNewestSpark() throws Exception {
    job = jar(SavingJob.class);
    modelOfDigits = modelOfDigits(NEWEST);
    saved = folder.resolve("saved-by-the-newest");
    scored = pipeline(NEWEST, "fit", saved);
  }

  static Stream<ReleasedSpark> older() {
    return OLDER.stream();
  }

  @ParameterizedTest
  @MethodSource("older")
  void trainsTheSameBits(ReleasedSpark spark) throws Exception {
    assertThat(modelOfDigits(spark)).isEqualTo(modelOfDigits);
  }

  @ParameterizedTest
  @MethodSource("older")
  void loadsWhatAnotherSparkSaved(ReleasedSpark spark) throws Exception {
    assertThat(pipeline(spark, "score", saved)).isEqualTo(scored);
    Path own = folder.resolve("saved-by-" + spark.version() + "-" + spark.scala());
    List<String> ofOwn = pipeline(spark, "fit", own);
    assertThat(ofOwn).isEqualTo(scored);
    assertThat(pipeline(NEWEST, "score", own)).isEqualTo(scored);
  }

  /** Trains on the bundled digits by the command line, which builds the jar for the Spark. */
  private static String modelOfDigits(ReleasedSpark spark) throws IOException {
    Path output = folder.resolve("digits-" + spark.version() + "-" + spark.scala());
    Result result =
        Command.softmax("train", "--output", output.toString())
            .with("SPARK_HOME", spark.home())
            .within(LIMIT)
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("plain loops"); // without the Vector API
    return new ObjectMapper()
        .readTree(output.resolve("summary.json").toFile())
        .findValue("modelSha256")
        .asText();
  }

  /** Runs {@link SavingJob} and returns the lines that it prints. */
  private static List<String> pipeline(ReleasedSpark spark, String action, Path saved)
      throws IOException {
    Result result =
        Command.of(
                spark.home().resolve("bin/spark-submit"),
                "--master",
                "local[2]",
                "--jars",
                spark.jobJar().toString(),
                "--driver-class-path",
                spark.jobJar().toString(),
                "--class",
                SavingJob.class.getName(),
                job.toString(),
                action,
                saved.toString())
            .with("SPARK_HOME", spark.home())
            .with("SPARK_LOCAL_IP", "127.0.0.1")
            .within(LIMIT)
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSize(2);
    return result.out().lines().toList();
  }

  private static Path jar(Class<?> type) throws IOException {
    Path jar = folder.resolve("job.jar");
    String entry = type.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = type.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new JarEntry(entry));
      in.transferTo(out);
    }
    return jar;
  }
}
