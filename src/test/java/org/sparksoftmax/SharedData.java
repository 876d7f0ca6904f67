package org.sparksoftmax;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real data sets beside the project; tests that need them skip, saying so, where they are
 * absent.
 */
public final class SharedData {

  private SharedData() {}

  /** A file of the folder that SOFTMAX_DATA names, by default ../shared/data. */
  public static Path file(String name) {
    String folder = System.getenv().getOrDefault("SOFTMAX_DATA", "../shared/data");
    Path file = Path.of(folder, name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(file), () -> "skipped: no " + name + " (set SOFTMAX_DATA)");
    return file;
  }
}
