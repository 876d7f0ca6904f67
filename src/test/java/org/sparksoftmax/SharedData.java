package org.sparksoftmax;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real data sets outside the project. Tests that need them are skipped with a message if they
 * are missing.
 */
public final class SharedData {

  private SharedData() {}

  /** A small input with one fault, in ../shared/field. */
  public static Path field(String name) {
    Path file = Path.of("../shared/field", name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(file), () -> "skipped: no " + file);
    return file;
  }

  /** A file in the folder given by SOFTMAX_DATA, by default ../shared/data. */
  public static Path file(String name) {
    String folder = System.getenv().getOrDefault("SOFTMAX_DATA", "../shared/data");
    Path file = Path.of(folder, name).toAbsolutePath().normalize();
    assumeTrue(Files.exists(file), () -> "skipped: no " + name + " (set SOFTMAX_DATA)");
    return file;
  }
}
