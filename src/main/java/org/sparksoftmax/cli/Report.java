package org.sparksoftmax.cli;

import java.util.List;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.run.report.ReportPage;
import org.sparksoftmax.run.report.RunFiles;
import org.sparksoftmax.text.Product;

/** Builds the report page with the defaults and the version of this program. */
final class Report {

  private Report() {}

  /** Returns the page of one run, or the comparison of several. */
  static String html(List<RunFiles> runs) {
    return new ReportPage(ConfigReader.defaultsJson(), Product.nameAndVersion()).html(runs);
  }
}
