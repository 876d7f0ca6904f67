package org.sparksoftmax.cli;

import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.sparksoftmax.text.Product;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The main class of the job. */
@Command(
    name = "softmax",
    description = "Trains and uses softmax classifiers on Apache Spark.",
    synopsisHeading = "Usage: ",
    customSynopsis = "submit/softmax [spark-submit options] COMMAND [options]",
    footer = {
      "",
      "Options before the command are passed to spark-submit, for example --master spark://host:7077.",
      "'submit/softmax COMMAND --help' explains a command; conf/train.conf lists all configuration keys.",
      "",
      "Exit codes: 0 success; 1 unexpected failure; 2 wrong usage or configuration; 3 bad input data; "
          + "4 training failed or the gradient is wrong; 5 the output cannot be written."
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    versionProvider = Softmax.Version.class,
    subcommands = {
      InspectCommand.class,
      TrainCommand.class,
      TuneCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      DescribeCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      CheckGradientCommand.class
    })
public final class Softmax implements Runnable {

  /** What the command has printed about its failure. */
  private static volatile String error = "";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(
        Locale.ROOT); // that of the libraries that format numbers: all output is English
    Thread.setDefaultUncaughtExceptionHandler(Softmax::endWithoutMemory);
    int code = run(arguments);
    System.out.flush();
    Signals.silence(); // threads of Spark may outlive it
    Signals.commandEnded();
    if (code != ExitCode.DONE) {
      if (YarnFailure.isInContainer()) {
        throw new YarnFailure.CommandFailed(code, error);
      }
      System.exit(code);
    }
  }

  /**
   * Halts the process if a Spark thread runs out of memory, because other threads would wait for it
   * for ever.
   */
  private static void endWithoutMemory(Thread thread, Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      System.err.println(ExitCode.of(thrown).message());
      System.err.flush();
      Runtime.getRuntime().halt(ExitCode.UNEXPECTED);
    }
    if (!Signals.isStopping()) {
      thrown.printStackTrace();
    }
  }

  static int run(String... arguments) {
    return MaskedOutput.during(() -> execute(arguments));
  }

  private static int execute(String... arguments) {
    CommandLine commandLine = new CommandLine(new Softmax());
    commandLine.setOut(writer(System.out));
    commandLine.setErr(writer(System.err));
    commandLine.setParameterExceptionHandler(Softmax::wrongUsage);
    commandLine.setExecutionExceptionHandler(Softmax::failed);
    try {
      return commandLine.execute(arguments);
    } catch (Error error) { // picocli has no handler for errors
      return failed(error, commandLine);
    }
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  private static int wrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    String message = wrong.getMessage().lines().findFirst().orElse("Wrong usage");
    error = message + ": see 'submit/" + command.getCommandSpec().qualifiedName() + " --help'";
    err.println(error);
    return ExitCode.USAGE;
  }

  private static int failed(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    int code = failed(thrown, command);
    boolean verbose = command.getCommand() instanceof SparkCommand spark && spark.isVerbose();
    if (verbose && !Signals.isStopping()) {
      thrown.printStackTrace(command.getErr());
    }
    return code;
  }

  private static int failed(Throwable thrown, CommandLine command) {
    ExitCode.Failure failure = ExitCode.of(thrown);
    error = failure.message();
    command.getErr().println(error);
    if (Signals.isStopping()) {
      Signals.silence();
    }
    String log = System.getenv("SOFTMAX_LOG");
    if (failure.code() == ExitCode.UNEXPECTED && log != null && !Signals.isStopping()) {
      command.getErr().println("Spark's log: " + log);
    }
    return failure.code();
  }

  /** Provides the version for {@code --version}. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Product.nameAndVersion()};
    }
  }
}
