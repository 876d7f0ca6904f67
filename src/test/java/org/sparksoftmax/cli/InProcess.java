package org.sparksoftmax.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs a command in this JVM, in its own Spark session with master local[2]. */
public final class InProcess {

  private InProcess() {}

  /** The exit code and output of a command. */
  public record Outcome(int code, String out, String err) {}

  /** Runs a command. */
  public static Outcome run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /**
   * Runs a command.
   *
   * @param spark settings of the session, in addition to the common ones, or in their place
   */
  public static Outcome run(Map<String, String> spark, String... arguments) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    spark.forEach(System::setProperty);
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Softmax.run(arguments);
      System.out.flush();
      System.err.flush();
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      spark.keySet().forEach(System::clearProperty);
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
