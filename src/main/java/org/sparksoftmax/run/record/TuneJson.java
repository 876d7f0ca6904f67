package org.sparksoftmax.run.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.text.JsonNumbers;
import org.sparksoftmax.text.Secrets;
import org.sparksoftmax.train.tune.GridEdges;
import org.sparksoftmax.train.tune.Tuner;

/** Builds tune.json, with every configuration of the grid and its score. */
public final class TuneJson {

  /** The name of the file. */
  public static final String NAME = "tune.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private TuneJson() {}

  /**
   * The text of the file.
   *
   * @param seconds the training time of the grid
   */
  public static String text(TrainingConfig config, Tuner.Result result, double seconds) {
    EarlyStoppingConfig.Metric metric = config.tune().metric();
    ObjectNode root = JSON.createObjectNode();
    root.put("metric", metric == EarlyStoppingConfig.Metric.LOSS ? "logLoss" : "accuracy");
    root.put("folds", config.tune().folds());
    root.put("passes", result.passes());
    root.put("seconds", Math.round(seconds * 1000) / 1000.0);
    root.put("best", result.best().map(result.scores()::indexOf).orElse(-1));
    GridEdges.advice(result).forEach(root.putArray("advice")::add);
    ArrayNode candidates = root.putArray("candidates");
    result
        .scores()
        .forEach(
            score -> {
              ObjectNode node = candidates.addObject();
              node.set("configuration", JSON.valueToTree(score.candidate().overrides()));
              JsonNumbers.putFinite(node, "logLoss", score.logLoss());
              JsonNumbers.putFinite(node, "accuracy", score.accuracy());
              JsonNumbers.putFinite(node, "standardError", score.standardError(metric));
              ArrayNode runs = node.putArray("runs");
              score.runs().forEach(run -> put(runs.addObject(), run));
            });
    return Secrets.mask(root).toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, Tuner.Run run) {
    node.put("stopReason", run.stopReason().name());
    node.put("iterations", run.iterations());
    node.put("evaluations", run.evaluations());
    node.put("regularizationStrength", run.regularizationStrength());
    JsonNumbers.putFinite(node, "objective", run.objective());
    JsonNumbers.putFinite(node, "gradientNorm", run.gradientNorm());
    JsonNumbers.putFinite(node, "logLoss", run.logLoss());
    JsonNumbers.putFinite(node, "accuracy", run.accuracy());
    node.put("modelSha256", run.modelSha256());
  }
}
