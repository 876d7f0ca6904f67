package org.sparksoftmax.ml;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.layout.LabelIndex;

/** The configuration that parameters stand for, and its messages in terms of parameters. */
final class ConfigOfParams {

  /** What messages call the input in place of files. */
  private static final String INPUT = "the DataFrame";

  private static final String HELD_OUT = "rows of the DataFrame";

  /** Parameters whose value is the value of a key. */
  private static final Map<String, String> KEYS = new LinkedHashMap<>();

  /** Other keys that messages name, in terms of parameters; longer ones first. */
  private static final Map<String, String> WORDS = new LinkedHashMap<>();

  static {
    KEYS.put("regParam", "regularization.strength");
    KEYS.put("elasticNetParam", "regularization.elastic-net");
    KEYS.put("maxIter", "optimizer.max-iterations");
    KEYS.put("tol", "optimizer.tolerance");
    KEYS.put("fitIntercept", "model.intercept");
    KEYS.put("standardization", "standardization");
    KEYS.put("seed", "optimizer.seed");
    KEYS.put("stepSize", "optimizer.step-size.initial");
    KEYS.put("miniBatchFraction", "optimizer.mini-batch-fraction");
    KEYS.put("activation", "model.activation");
    KEYS.put("dropout", "model.dropout");
    KEYS.put("labelSmoothing", "loss.label-smoothing");
    KEYS.put("patience", "optimizer.early-stopping.patience");
    KEYS.put("minImprovement", "optimizer.early-stopping.min-improvement");
    KEYS.put("validationMetric", "optimizer.early-stopping.metric");
    KEYS.put("calibration", "calibration");
    KEYS.put("storage", "data.storage");

    WORDS.put("set data.validation.path or data.validation.fraction", "set validationIndicatorCol");
    WORDS.put("data.validation.path or data.validation.fraction", "validationIndicatorCol");
    WORDS.put("data.validation.fraction and data.test.fraction", "validationIndicatorCol");
    WORDS.put("data.path = " + INPUT, INPUT);
    WORDS.put(" (--set)", "");
    WORDS.put("submit/softmax tune", "CrossValidator");
    WORDS.put("with validation data", "with validationIndicatorCol");
    KEYS.forEach((param, key) -> WORDS.put(key, param));
    WORDS.put("optimizer.type", "solver");
    WORDS.put("model.hidden-layers", "hiddenLayers");
    WORDS.put("loss.class-weights", "classWeights");
    WORDS.put("data.target-columns", "softLabelCol");
    WORDS.put("data.weight-column", "weightCol");
    WORDS.put("data.validation.path", "validationIndicatorCol");
    WORDS.put("data.partitions", "numPartitions");
    WORDS.put("checkpoint.interval-iterations", "checkpointInterval");
  }

  private final SoftmaxClassifierParams params;

  ConfigOfParams(SoftmaxClassifierParams params) {
    this.params = params;
  }

  /** Something that fails with messages in terms of configuration keys. */
  interface Work<T> {
    T get();
  }

  /**
   * Does {@code work}.
   *
   * @throws IllegalArgumentException if parameters or data are bad, in terms of parameters
   */
  static <T> T inTermsOfParams(Work<T> work) {
    try {
      return work.get();
    } catch (ConfigException | DataException bad) {
      throw new IllegalArgumentException(inTermsOfParams(bad.getMessage()), bad);
    }
  }

  /** A message with the names of parameters in place of those of keys. */
  static String inTermsOfParams(String message) {
    String said = message;
    for (Map.Entry<String, String> word : WORDS.entrySet()) {
      said = said.replace(word.getKey(), word.getValue());
    }
    return said;
  }

  /**
   * The configuration.
   *
   * @param classes the classes, where they are known
   */
  TrainingConfig config(Optional<LabelIndex> classes) {
    List<String> pairs = new ArrayList<>(List.of("data.format=parquet", "data.path=" + INPUT));
    KEYS.forEach(
        (name, key) -> {
          Param<Object> param = params.getParam(name);
          if (params.isDefined(param)) {
            pairs.add(key + "=" + params.getOrDefault(param));
          }
        });
    pairs.add("optimizer.type=" + solver());
    pairs.add("model.type=" + (params.getHiddenLayers().length == 0 ? "linear" : "network"));
    pairs.add("model.hidden-layers=" + Arrays.toString(params.getHiddenLayers()));
    pairs.add("loss.class-weights=" + classWeights(classes));
    if (isNamed(params.validationIndicatorCol())) {
      pairs.add("data.validation.path=" + HELD_OUT);
    }
    if (params.getNumPartitions() > 0) {
      pairs.add("data.partitions=" + params.getNumPartitions());
    }
    boolean saves = isNamed(params.checkpointDir());
    pairs.add("checkpoint.interval-iterations=" + (saves ? params.getCheckpointInterval() : 0));
    pairs.add("checkpoint.interval-seconds=0");
    return ConfigReader.read(Optional.empty(), pairs, Map.of());
  }

  /** Whether a column or directory is named. */
  boolean isNamed(Param<String> param) {
    return params.isDefined(param) && !params.getOrDefault(param).isEmpty();
  }

  /** The name of a column or directory. */
  Optional<String> named(Param<String> param) {
    return isNamed(param) ? Optional.of(params.getOrDefault(param)) : Optional.empty();
  }

  private String solver() {
    if (!"auto".equals(params.getSolver())) {
      return params.getSolver();
    }
    return params.getRegParam() * params.getElasticNetParam() > 0 ? "owlqn" : "lbfgs";
  }

  private String classWeights(Optional<LabelIndex> classes) {
    double[] weights = params.getClassWeights();
    if (params.getBalancedClasses() && weights.length > 0) {
      throw new ConfigException("Invalid classWeights with balancedClasses: leave one out");
    }
    if (weights.length == 0) {
      return params.getBalancedClasses() ? "balanced" : "none";
    }
    ObjectNode byLabel = new ObjectMapper().createObjectNode();
    for (int k = 0; k < weights.length; k++) {
      boolean named = classes.isPresent() && k < classes.get().size();
      byLabel.put(named ? classes.get().label(k) : Integer.toString(k), weights[k]);
    }
    return byLabel.toString();
  }
}
