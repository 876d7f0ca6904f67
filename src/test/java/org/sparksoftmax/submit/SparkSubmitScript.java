package org.sparksoftmax.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The bin/spark-submit of a {@code SPARK_HOME} whose jars come from Maven. */
public final class SparkSubmitScript {

  private SparkSubmitScript() {}

  /**
   * Makes a home of the embedded Spark: links to its jars and to others, and the script.
   *
   * @param jars what is added to the jars of the embedded Spark
   */
  public static void makeHome(Path home, List<Path> jars) throws IOException {
    Path links = Files.createDirectories(home.resolve("jars"));
    try (Stream<Path> embedded = Files.list(Command.PROJECT.resolve("target/spark/jars"))) {
      for (Path jar : Stream.concat(embedded, jars.stream()).toList()) {
        Files.createSymbolicLink(links.resolve(jar.getFileName()), jar);
      }
    }
    write(home, "2.13");
  }

  /**
   * Writes the script.
   *
   * @param home the folder of Spark
   * @param scala the binary version of its Scala
   */
  public static void write(Path home, String scala) throws IOException {
    Path script = home.resolve("bin/spark-submit");
    Files.createDirectories(script.getParent());
    Files.writeString(
        script,
        String.format(
            Locale.ROOT,
            """
            #!/usr/bin/env bash
            set -euo pipefail
            SCRIPT_FOLDER='%s/submit'
            . "$SCRIPT_FOLDER/common.sh"
            export SPARK_SCALA_VERSION=%s
            find_java
            spark_command org.apache.spark.deploy.SparkSubmit "$@"
            exec "${COMMAND[@]}"
            """,
            Command.PROJECT,
            scala));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
