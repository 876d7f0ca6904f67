package org.sparksoftmax.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.DetailedMeasures;
import org.sparksoftmax.output.OutputDirectory;

/**
 * The training summary in the directory of a saved model. Models that were saved without one have
 * no such file.
 */
final class SummaryFile {

  static final String NAME = "training-summary.json";

  /** The maximum file size. The summary of 1,000 classes and 1,000,000 iterations is smaller. */
  private static final int MAX_BYTES = 1 << 29;

  private SummaryFile() {}

  /** The measures on one set of rows. */
  private record Measures(
      long rows, long unknownLabels, double accuracy, double logLoss, DetailedMeasures details) {

    static Measures of(ClassificationReport report) {
      return new Measures(
          report.rows(),
          report.unknownLabels(),
          report.accuracy(),
          report.logLoss(),
          report.details().orElse(null));
    }

    ClassificationReport report() {
      return new ClassificationReport(
          rows, unknownLabels, accuracy, logLoss, Optional.ofNullable(details), List.of());
    }
  }

  /** The contents of the file; its keys are the names of the components. */
  private record Contents(
      Measures train,
      Measures validation,
      List<Double> objectiveHistory,
      List<Double> gradientNormHistory,
      int totalIterations,
      String stopReason,
      double objective,
      double passes,
      List<String> warnings,
      String run) {

    static Contents of(FitRecord fit) {
      return new Contents(
          Measures.of(fit.train()),
          fit.validation().map(Measures::of).orElse(null),
          fit.objectiveHistory(),
          fit.gradientNormHistory(),
          fit.totalIterations(),
          fit.stopReason(),
          fit.objective(),
          fit.passes(),
          fit.warnings(),
          fit.run());
    }

    FitRecord fit() {
      return new FitRecord(
          train.report(),
          Optional.ofNullable(validation).map(Measures::report),
          objectiveHistory,
          gradientNormHistory,
          totalIterations,
          stopReason,
          objective,
          passes,
          warnings,
          run);
    }
  }

  /** Writes the summary of {@code model}, if it has one. */
  static void save(SoftmaxClassificationModel model, OutputDirectory directory) {
    directory.remove(NAME);
    if (model.hasSummary()) {
      directory.write(NAME, text(model.summary().fit()));
    }
  }

  static String text(FitRecord fit) {
    try {
      return SummaryText.JSON.writeValueAsString(Contents.of(fit));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A record of texts and numbers is JSON", impossible);
    }
  }

  /**
   * Gives {@code model} the summary in its directory, if there is one.
   *
   * @throws IllegalArgumentException if the file is damaged
   */
  static SoftmaxClassificationModel load(
      SoftmaxClassificationModel model, String path, Configuration hadoop) {
    Path file = new Path(path, NAME);
    try {
      FileSystem fileSystem = file.getFileSystem(hadoop);
      long length = fileSystem.getFileStatus(file).getLen();
      if (length > MAX_BYTES) {
        throw new IOException(
            String.format(Locale.ROOT, "it has %d bytes (at most %d)", length, MAX_BYTES));
      }
      try (InputStream in = fileSystem.open(file)) {
        String text = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
        return model.setSummary(new SoftmaxTrainingSummary(model, Optional.empty(), fit(text)));
      }
    } catch (FileNotFoundException none) {
      return model;
    } catch (IOException | IllegalArgumentException | NullPointerException damaged) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read the training summary %s: %s; without the file, the model loads without its summary",
              file,
              damaged.getMessage()),
          damaged);
    }
  }

  static FitRecord fit(String text) throws JsonProcessingException {
    return SummaryText.JSON.readValue(text, Contents.class).fit();
  }
}
