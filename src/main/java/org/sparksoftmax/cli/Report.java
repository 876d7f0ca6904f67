package org.sparksoftmax.cli;

import java.util.List;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.run.report.ReportPage;
import org.sparksoftmax.run.report.RunFiles;

/** The report of this version of spark-softmax. */
final class Report {

  private Report() {}

  /** The page of one run, or of several side by side. */
  static String html(List<RunFiles> runs) {
    return new ReportPage(ConfigReader.defaultsJson(), Softmax.version()).html(runs);
  }
}
