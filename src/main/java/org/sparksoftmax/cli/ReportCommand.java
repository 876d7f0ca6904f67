package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.job.HadoopSettings;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputFile;
import org.sparksoftmax.run.Publisher;
import org.sparksoftmax.run.record.RunStore;
import org.sparksoftmax.run.report.RunFiles;
import org.sparksoftmax.text.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code report}: creates the report of a run, or compares several. Requires neither Spark nor
 * data.
 */
@Command(
    name = "report",
    description =
        "Recreates the report of a run from the files in its directory, or compares several runs, in one "
            + "HTML file that works offline.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
final class ReportCommand implements Callable<Integer> {

  /** The maximum number of runs, limited by the number of distinguishable colours. */
  private static final int MOST_RUNS = 8;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "The --output of train or tune; several runs are compared.")
  private List<String> runs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file to write (default for one run: RUN/report.html, which is replaced).")
  private String output;

  @Option(names = "--overwrite", description = "Replace the file of --output.")
  private boolean overwrite;

  @Override
  public Integer call() {
    requireUsable();
    Configuration hadoop = HadoopSettings.ofProcess();
    List<RunFiles> files = runs.stream().map(run -> RunStore.read(run, hadoop)).toList();
    String page = Report.html(withDistinctNames(files));
    PrintWriter out = spec.commandLine().getOut();
    out.println("wrote " + write(page, hadoop));
    out.flush();
    return ExitCode.DONE;
  }

  private void requireUsable() {
    if (runs.size() > 1 && output == null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Missing --output FILE: a comparison of %d runs needs a file of its own",
              runs.size()));
    }
    if (runs.size() > MOST_RUNS) {
      throw new ConfigException(
          String.format(
              Locale.ROOT, "Cannot compare %d runs (at most %d)", runs.size(), MOST_RUNS));
    }
    Set<String> seen = new HashSet<>();
    for (String run : runs) {
      if (!seen.add(run)) {
        throw new ConfigException(
            String.format(Locale.ROOT, "Cannot compare the run %s with itself", run));
      }
    }
  }

  private String write(String page, Configuration hadoop) {
    if (output == null) {
      try (OutputDirectory run =
          OutputDirectory.open(runs.get(0), OutputDirectory.Mode.OVERWRITE, hadoop)) {
        run.write(Publisher.REPORT, page);
        return run.display(Publisher.REPORT);
      }
    }
    OutputDirectory.Mode mode =
        overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
    return OutputFile.write(output, mode, page, hadoop);
  }

  /** Names runs by their paths on the command line if their directories have the same name. */
  private List<RunFiles> withDistinctNames(List<RunFiles> files) {
    Set<String> names = new HashSet<>();
    files.forEach(file -> names.add(file.name()));
    if (names.size() == files.size()) {
      return files;
    }
    List<RunFiles> named = new ArrayList<>();
    for (int r = 0; r < files.size(); r++) {
      RunFiles run = files.get(r);
      named.add(
          new RunFiles(Secrets.mask(runs.get(r)), run.summary(), run.metrics(), run.details()));
    }
    return named;
  }
}
