package org.sparksoftmax.ml;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.text.OneLine;

/** Translates messages of the trainer from configuration keys to parameter names. */
final class ParamNames {

  /** The name of the training data in messages, in place of a path. */
  static final String INPUT = "the DataFrame";

  static final String HELD_OUT = "rows of the DataFrame";

  /** The replacements. An entry precedes all entries that are prefixes of it. */
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("set data.validation.path or data.validation.fraction", "set validationIndicatorCol");
    NAMES.put("data.validation.path or data.validation.fraction", "validationIndicatorCol");
    NAMES.put("data.validation.fraction and data.test.fraction", "validationIndicatorCol");
    NAMES.put("data.path = " + INPUT, INPUT);
    NAMES.put("submit/softmax tune", "CrossValidator");
    NAMES.put("with validation data", "with validationIndicatorCol");
    NAMES.put("start again with --overwrite", "start again with another checkpointDir");
    NAMES.put("--output", "checkpointDir");
    NAMES.put("regularization.strength", "regParam");
    NAMES.put("regularization.elastic-net", "elasticNetParam");
    NAMES.put("optimizer.max-iterations", "maxIter");
    NAMES.put("optimizer.tolerance", "tol");
    NAMES.put("model.intercept", "fitIntercept");
    NAMES.put("optimizer.seed", "seed");
    NAMES.put("optimizer.step-size.initial", "stepSize");
    NAMES.put("optimizer.mini-batch-fraction", "miniBatchFraction");
    NAMES.put("optimizer.mini-batch-size", "miniBatchSize");
    NAMES.put("model.activation", "activation");
    NAMES.put("model.dropout", "dropout");
    NAMES.put("loss.label-smoothing", "labelSmoothing");
    NAMES.put("optimizer.early-stopping.patience", "patience");
    NAMES.put("optimizer.early-stopping.min-improvement", "minImprovement");
    NAMES.put("optimizer.early-stopping.metric", "validationMetric");
    NAMES.put("data.storage", "storage");
    NAMES.put("optimizer.type", "solver");
    NAMES.put("optimizer.warm-start", "initialModelPath");
    NAMES.put("model.hidden-layers", "hiddenLayers");
    NAMES.put("loss.class-weights", "classWeights");
    NAMES.put("data.target-columns", "softLabelCol");
    NAMES.put("data.weight-column", "weightCol");
    NAMES.put("data.validation.path", "validationIndicatorCol");
    NAMES.put("data.partitions", "numPartitions");
    NAMES.put("checkpoint.interval-iterations", "checkpointInterval");
  }

  private static final Pattern NAMED =
      Pattern.compile(NAMES.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));

  private ParamNames() {}

  /** An operation whose error messages contain configuration keys. */
  interface Work<T> {
    T get();
  }

  /**
   * Runs {@code work}.
   *
   * @throws IllegalArgumentException if parameters or data are invalid; its message contains
   *     parameter names
   * @throws OutputException if {@code checkpointDir} cannot be used
   */
  static <T> T inTermsOfParams(Work<T> work) {
    try {
      return work.get();
    } catch (ConfigException bad) {
      throw new IllegalArgumentException(inTermsOfParams(withoutPlace(bad)), bad);
    } catch (DataException bad) {
      throw new IllegalArgumentException(inTermsOfParams(bad.getMessage()), bad);
    } catch (OutputException bad) {
      throw new OutputException(inTermsOfParams(bad.getMessage()), bad);
    }
  }

  /** Replaces configuration keys in a message with parameter names. */
  static String inTermsOfParams(String message) {
    return NAMED.matcher(message).replaceAll(found -> NAMES.get(found.group()));
  }

  /** The message without the place of the value, because parameters are not set in a file. */
  private static String withoutPlace(ConfigException bad) {
    return bad.key()
        .map(
            key ->
                OneLine.of(
                    String.format(
                        Locale.ROOT, "Invalid %s = %s: %s", key, bad.value(), bad.requirement())))
        .orElse(bad.getMessage());
  }
}
