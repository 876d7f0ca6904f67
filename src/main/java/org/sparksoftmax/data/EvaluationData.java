package org.sparksoftmax.data;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.model.SoftmaxModel;

/** The data sets of a configuration, read for a model that exists. */
public final class EvaluationData {

  private EvaluationData() {}

  /**
   * Reads every data set that {@code config} names: {@code train} is data.path less its held-out
   * rows, {@code validation} and {@code test} as in training.
   */
  public static Map<String, DataSet> load(
      DataConfig config, SparkSession spark, SoftmaxModel model) {
    Sources sources = new Sources(config, spark);
    Map<String, DataSet> sets = new LinkedHashMap<>();
    RowSource source =
        sources.open(
            config.path(), config.labelsPath(), "data.path", Optional.of(model.schema()), true);
    RawOptions options = sources.options(source, true, model.schema().features(), false);
    try (RawData raw = RawData.read(source, options)) {
      TrainingData.requireWidth(raw, model.schema(), config.path());
      boolean sparse = TrainingData.isSparse(raw, model.schema());
      BlockPlan plan =
          TrainingData.plan(raw, source, model.classes(), model.schema(), sparse, config);
      int partitions = config.partitions().orElse(0);
      for (Role role : Role.values()) {
        if (raw.rows(role) > 0) {
          sets.put(
              name(role), raw.assemble(role, plan, model.classes(), model.schema(), partitions));
        }
      }
      addFiles(sets, sources, config.validation(), Role.VALIDATION, model, sparse);
      addFiles(sets, sources, config.test(), Role.TEST, model, sparse);
    }
    if (sets.isEmpty()) {
      throw new DataException(
          "Cannot evaluate on zero rows: data.path = %s has no row".formatted(config.path()));
    }
    return sets;
  }

  private static void addFiles(
      Map<String, DataSet> sets,
      Sources sources,
      SplitConfig split,
      Role role,
      SoftmaxModel model,
      boolean sparse) {
    split
        .path()
        .ifPresent(
            path ->
                sets.put(
                    name(role),
                    sources.labelled(
                        path,
                        split.labelsPath(),
                        "data." + name(role),
                        model.classes(),
                        model.schema(),
                        sparse)));
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
