package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The class archive of the project. The first build by a script creates it, Maven alone does not;
 * with it the many short runs of the tests start in two thirds of the time.
 */
final class ClassArchive {

  private static final Path TARGET = Command.PROJECT.resolve("target");
  private static final String SCRIPT =
      "set -euo pipefail; SCRIPT_FOLDER=$PWD/submit; . submit/common.sh; find_java; archive_classes";

  private static boolean created;

  private ClassArchive() {}

  /** Creates it unless it exists; only one of several test processes does. */
  static synchronized void create() {
    if (created) {
      return;
    }
    try (FileChannel file =
        FileChannel.open(
            TARGET.resolve("archive.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock(); // until the file is closed
      if (!Files.exists(TARGET.resolve("spark-classes.jsa"))) {
        Command.Result result = Command.of("bash", "-c", SCRIPT).run();
        assertThat(result.exitCode()).as(result.err()).isZero();
      }
      created = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
