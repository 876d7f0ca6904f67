package org.sparksoftmax.cli;

import java.io.PrintStream;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;
import org.sparksoftmax.cli.cluster.MasterAccess;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.Secrets;

/**
 * Checks the master before spark-submit asks it for a driver: submit/softmax runs this for {@code
 * --deploy-mode cluster}, where no command of ours runs on the submitting machine. The settings of
 * Spark are system properties.
 *
 * <p>Prints the options about Java's modules that a driver needs. Spark gives them to each JVM that
 * it starts except for a driver on a standalone Worker.
 */
public final class SubmissionCheck {

  private static final String VECTOR_API = "--add-modules=jdk.incubator.vector";

  private SubmissionCheck() {}

  public static void main(String[] arguments) {
    int code = run(new SparkConf(), System.out, System.err);
    if (code != ExitCode.DONE) {
      System.exit(code);
    }
  }

  static int run(SparkConf conf, PrintStream out, PrintStream err) {
    try {
      MasterAccess.check(conf);
    } catch (ConfigException e) {
      err.println(Secrets.mask(e.getMessage()));
      return ExitCode.USAGE;
    }
    String options = JavaModuleOptions.defaultModuleOptions();
    out.println(options.contains(VECTOR_API) ? options : options + " " + VECTOR_API);
    return ExitCode.DONE;
  }
}
