package org.sparksoftmax.versions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.SparkSubmitScript;

/**
 * A released Spark as a {@code SPARK_HOME}, below {@code target/spark-homes}, of the jars that
 * Maven resolves.
 *
 * @param version of Spark
 * @param scala the version of Scala that it was built with
 * @param jackson the version of its jackson-core, of which Maven would find an older one nearer
 */
record ReleasedSpark(String version, String scala, String jackson) {

  private static final Duration DOWNLOAD = Duration.ofMinutes(15);

  private String scalaBinary() {
    return scala.substring(0, scala.lastIndexOf('.'));
  }

  /** The jar of ours for this Scala. */
  Path jobJar() {
    String folder = scalaBinary().equals("2.13") ? "target" : "target/scala-" + scalaBinary();
    return Command.PROJECT.resolve(folder).resolve("spark-softmax.jar");
  }

  /** Makes the home, unless an earlier run did. */
  Path home() throws IOException {
    Path home = Command.PROJECT.resolve("target/spark-homes/" + version + "_" + scalaBinary());
    Path submit = home.resolve("bin/spark-submit");
    if (Files.exists(submit)) {
      return home;
    }
    Files.createDirectories(home);
    Path pom = Files.writeString(home.resolve("pom.xml"), pom());
    Command.Result maven =
        Command.copyDependencies(pom, home.resolve("jars")).within(DOWNLOAD).run();
    if (maven.exitCode() != 0) {
      throw new IOException("Maven cannot resolve " + this + ": " + maven.out() + maven.err());
    }
    SparkSubmitScript.write(home, scalaBinary());
    return home;
  }

  private String pom() {
    return String.format(
        Locale.ROOT,
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>home</groupId>
          <artifactId>spark</artifactId>
          <version>%1$s</version>
          <dependencyManagement>
            <dependencies>
              <dependency>
                <groupId>org.scala-lang</groupId>
                <artifactId>scala-library</artifactId>
                <version>%2$s</version>
              </dependency>
              <dependency>
                <groupId>com.fasterxml.jackson.core</groupId>
                <artifactId>jackson-core</artifactId>
                <version>%4$s</version>
              </dependency>
            </dependencies>
          </dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>org.apache.spark</groupId>
              <artifactId>spark-mllib_%3$s</artifactId>
              <version>%1$s</version>
            </dependency>
          </dependencies>
        </project>
        """,
        version,
        scala,
        scalaBinary(),
        jackson);
  }

  @Override
  public String toString() {
    return "Spark " + version + " for Scala " + scalaBinary();
  }
}
