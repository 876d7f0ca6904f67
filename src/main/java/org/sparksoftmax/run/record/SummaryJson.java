package org.sparksoftmax.run.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.LossConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.SupportedSpark;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.DetailedMeasures;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.optimize.NoiseLimit;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.JsonNumbers;
import org.sparksoftmax.text.Keyword;
import org.sparksoftmax.text.Product;
import org.sparksoftmax.text.Secrets;
import org.sparksoftmax.train.Convergence;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.pass.TemperatureScaling;

/** Builds summary.json. */
public final class SummaryJson {

  /** The name of the file. */
  public static final String NAME = "summary.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();

  /**
   * Adds what made the run, and when.
   *
   * @param start the beginning of the run
   */
  public SummaryJson origin(Instant start) {
    root.put("version", Product.version());
    root.put("sparkVersion", SupportedSpark.version());
    root.put("startTime", start.truncatedTo(ChronoUnit.SECONDS).toString());
    return this;
  }

  /** Adds the outcome of the optimisation and the configuration. */
  public SummaryJson training(TrainingConfig config, TrainingData data, Trainer.Result result) {
    OptimizerState last = result.optimization().state();
    root.put("stopReason", result.optimization().stopReason().name());
    root.put("iterations", last.iteration());
    root.put("evaluations", last.evaluations());
    root.put("passes", result.passes());
    result.bestIteration().ifPresent(best -> root.put("bestIteration", best));
    JsonNumbers.putFinite(root, "objective", last.value().objective());
    JsonNumbers.putFinite(root, "loss", last.value().meanLoss());
    JsonNumbers.putFinite(root, "regularization", last.value().regularization());
    root.put("regularizationStrength", result.regularizationStrength());
    JsonNumbers.putFinite(root, "gradientNorm", last.value().gradientNorm());
    JsonNumbers.putFinite(
        root, "relativeGradientNorm", last.value().gradientNorm() / result.origin().gradientNorm());
    result.refinedAt().ifPresent(iteration -> root.put("refinedAt", iteration));
    result.optimization().limit().ifPresent(this::putNoise);
    Convergence.advice(config, result).ifPresent(advice -> root.put("warning", advice));
    root.put("kernels", Kernels.f32().description());
    result
        .preconditioner()
        .ifPresent(report -> root.set("preconditioner", JSON.valueToTree(report)));
    root.put("dataFingerprint", data.train().fingerprint());
    root.put("storage", data.storage().name().toLowerCase(Locale.ROOT));
    return config(config);
  }

  /** Puts the bound on the rounding error, if that stopped the run. */
  private void putNoise(NoiseLimit limit) {
    ObjectNode noise = root.putObject("noise");
    JsonNumbers.putFinite(noise, "bound", limit.noise());
    JsonNumbers.putFinite(noise, "gain", limit.gain());
  }

  /** Adds the resolved configuration. */
  public SummaryJson config(TrainingConfig config) {
    try {
      root.set("config", JSON.readTree(config.resolvedJson()));
      return this;
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("The configuration is not JSON", impossible);
    }
  }

  /** Adds hash and temperature of the model, and the hidden layers of a network. */
  public SummaryJson model(SoftmaxModel model) {
    if (!model.isLinear()) {
      Arrays.stream(model.hidden().widths()).forEach(root.putArray("hiddenLayers")::add);
      root.put("activation", Keyword.of(model.hidden().activation()));
    }
    root.put("modelSha256", model.sha256());
    root.put("temperature", model.temperature());
    return this;
  }

  /**
   * Adds the result of calibration.
   *
   * @param after the metrics on the same data at the new temperature
   */
  public SummaryJson calibration(TemperatureScaling.Result result, ClassificationReport after) {
    ObjectNode node = root.withObject("/calibration");
    node.put("outcome", result.search().outcome().name());
    node.put("passes", result.search().passes());
    JsonNumbers.putFinite(node, "logLossBefore", result.before().logLoss());
    JsonNumbers.putFinite(node, "logLossAfter", after.logLoss());
    JsonNumbers.putFinite(node, "eceBefore", ece(result.before()));
    JsonNumbers.putFinite(node, "eceAfter", ece(after));
    return this;
  }

  private static double ece(ClassificationReport report) {
    return report.details().map(DetailedMeasures::ece).orElse(Double.NaN);
  }

  /** Adds the properties of the training data. */
  public SummaryJson shape(TrainingData data) {
    ObjectNode train = root.withObject("/train");
    train.put("features", data.schema().features());
    train.put("classes", data.classes().size());
    train.put("partitions", data.train().partitions());
    return this;
  }

  /** Adds the metrics on one data set. */
  public SummaryJson measures(String name, DataSet data, ClassificationReport report) {
    MeasuresJson.put(root.withObject("/" + name), data, report);
    return this;
  }

  /**
   * Adds, to the metrics of each data set, those of predicting the class frequencies of the
   * training rows: the accuracy of their most frequent class, and the log loss of their
   * frequencies. With class weights, which the optimal probabilities follow instead, there is no
   * such log loss.
   *
   * @param reports the detailed metrics by data set, those of the training rows among them
   */
  public SummaryJson baselines(LossConfig loss, Map<String, ClassificationReport> reports) {
    DetailedMeasures train = reports.get("train").details().orElseThrow();
    reports.forEach(
        (name, report) -> {
          DetailedMeasures rows = report.details().orElseThrow();
          ObjectNode node = root.withObject("/" + name).putObject("baseline");
          JsonNumbers.putFinite(node, "accuracy", rows.accuracyOfMostFrequent(train));
          if (loss.classWeights() instanceof ClassWeights.None) {
            JsonNumbers.putFinite(node, "logLoss", rows.lossOfFrequencies(train));
          }
        });
    return this;
  }

  /** Adds the warnings that the model may not generalise, one line each. */
  public SummaryJson warnings(List<String> warnings) {
    warnings.forEach(root.putArray("warnings")::add);
    return this;
  }

  /** Adds the wall-clock time of each part of the run, in seconds. */
  public SummaryJson seconds(Map<String, Double> seconds) {
    ObjectNode node = root.withObject("/seconds");
    seconds.forEach((part, value) -> node.put(part, Math.round(value * 1000) / 1000.0));
    return this;
  }

  /** The text of the file. */
  public String text() {
    return Secrets.mask(root).toPrettyString() + "\n";
  }
}
