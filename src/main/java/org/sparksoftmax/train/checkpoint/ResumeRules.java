package org.sparksoftmax.train.checkpoint;

import java.util.Locale;
import java.util.function.Supplier;
import org.sparksoftmax.config.parse.ConfigDifference;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.output.OutputException;

/** Checks that a run or a search may resume another one. */
public final class ResumeRules {

  private ResumeRules() {}

  /**
   * Checks the configuration, before the data is read.
   *
   * @throws OutputException if keys differ that must not; the message lists all of them
   */
  public static void requireSameConfig(String checkpoint, String saved, String present) {
    requireNone(checkpoint, difference(() -> ConfigDifference.between(saved, present)));
  }

  /**
   * Checks the configuration of a search, before the data is read.
   *
   * @throws OutputException if keys differ that must not; the message lists all of them
   */
  public static void requireSameSearch(String checkpoint, String saved, String present) {
    requireNone(checkpoint, difference(() -> ConfigDifference.ofSearches(saved, present)));
  }

  private static void requireNone(String checkpoint, ConfigDifference difference) {
    if (!difference.changes().isEmpty()) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot resume from %s: %s; restore it, or start again with --overwrite (%s may change)",
              checkpoint,
              String.join(", ", difference.changes()),
              String.join(", ", difference.mayChange())));
    }
  }

  private static ConfigDifference difference(Supplier<ConfigDifference> compared) {
    try {
      return compared.get();
    } catch (IllegalArgumentException notJson) {
      throw new OutputException("Cannot resume: the configuration saved is not JSON", notJson);
    }
  }

  /**
   * Checks that the data is the same.
   *
   * @throws OutputException if it is not; the message states the difference
   */
  public static void requireSameData(String checkpoint, RunIdentity saved, RunIdentity present) {
    if (saved.dataFingerprint().equals(present.dataFingerprint())) {
      return;
    }
    String difference = "same size, but different values, labels or weights";
    if (saved.rows() != present.rows()) {
      difference =
          String.format(Locale.ROOT, "%,d rows where there were %,d", present.rows(), saved.rows());
    } else if (saved.features() != present.features()) {
      difference =
          String.format(
              Locale.ROOT,
              "%,d features where there were %,d",
              present.features(),
              saved.features());
    } else if (saved.classes() != present.classes()) {
      difference =
          String.format(
              Locale.ROOT, "%,d classes where there were %,d", present.classes(), saved.classes());
    }
    throw new OutputException(
        String.format(
            Locale.ROOT,
            "Cannot resume from %s: the training rows have changed: %s; restore the data, or start again with --overwrite",
            checkpoint,
            difference));
  }

  /**
   * Checks the length of θ in a checkpoint.
   *
   * @throws OutputException if it differs from that of the model
   */
  static void requireSameLayout(String checkpoint, Checkpoint saved, ParameterLayout present) {
    int parameters = saved.state().parameters().length;
    if (parameters != present.dimension()) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot resume from %s: it has %,d parameters where the model has %,d; restore the checkpoint, or start again with --overwrite",
              checkpoint,
              parameters,
              present.dimension()));
    }
  }
}
