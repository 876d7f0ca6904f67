package org.sparksoftmax.data;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.data.table.FrameInput;
import org.sparksoftmax.data.table.FrameSource;
import org.sparksoftmax.model.SoftmaxModel;

/** Reads the data sets of a configuration for an existing model. */
public final class EvaluationData {

  private EvaluationData() {}

  /**
   * Reads every configured data set: {@code train} is data.path without its held-out rows; {@code
   * validation} and {@code test} are as in training.
   *
   * @param quarantine stores bad rows if configured
   */
  public static Map<String, DataSet> load(
      DataConfig config, SparkSession spark, SoftmaxModel model, Quarantine quarantine) {
    return load(config, spark, model, quarantine, remark -> {});
  }

  /**
   * Reads every configured data set.
   *
   * @param remarks receives what the data decides where the configuration leaves it open, one line
   *     each
   */
  public static Map<String, DataSet> load(
      DataConfig config,
      SparkSession spark,
      SoftmaxModel model,
      Quarantine quarantine,
      Consumer<String> remarks) {
    Sources sources = new Sources(config, spark, quarantine, remarks);
    Map<String, DataSet> sets = new LinkedHashMap<>();
    RowSource source =
        sources.open(
            InputPaths.training(config), ReadPurpose.evaluation(model.schema(), model.classes()));
    Rejections rejections;
    try (RawData raw = sources.readTraining(source, model.schema().features())) {
      rejections = raw.rejections();
      ModelForm form = ModelForm.of(model);
      form.requireWidth(raw, config.path());
      boolean sparse = ModelForm.isSparse(raw, model.schema());
      BlockPlan plan = form.plan(raw, source, sparse, config);
      int partitions = config.partitions().orElse(0);
      for (SplitRole role : SplitRole.values()) {
        if (raw.rows(role) > 0) {
          sets.put(
              role.keyword(),
              raw.assemble(role, plan, model.classes(), model.schema(), partitions));
        }
      }
      addFiles(sets, sources, config.validation(), SplitRole.VALIDATION, model, sparse);
      addFiles(sets, sources, config.test(), SplitRole.TEST, model, sparse);
    }
    if (sets.isEmpty()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot evaluate on zero rows: %s has no row%s",
              config.input(),
              rejections.remark()));
    }
    return sets;
  }

  /**
   * Reads the rows of a DataFrame.
   *
   * @param config how to read the rows; without files
   * @param input the rows, with the classes of {@code model}
   */
  public static DataSet load(DataConfig config, FrameInput input, SoftmaxModel model) {
    RowSource source = FrameSource.evaluation(input);
    Sources sources = Sources.of(config, input);
    try (RawData raw = sources.readTraining(source, model.schema().features())) {
      if (raw.rows(SplitRole.TRAIN) == 0) {
        throw new DataException(
            String.format(
                Locale.ROOT, "Cannot evaluate on zero rows: %s has no row", config.input()));
      }
      ModelForm form = ModelForm.of(model);
      form.requireWidth(raw, config.path());
      boolean sparse = ModelForm.isSparse(raw, source, model.schema());
      BlockPlan plan = form.plan(raw, source, sparse, config);
      return raw.assemble(
          SplitRole.TRAIN, plan, model.classes(), model.schema(), config.partitions().orElse(0));
    }
  }

  private static void addFiles(
      Map<String, DataSet> sets,
      Sources sources,
      SplitConfig split,
      SplitRole role,
      SoftmaxModel model,
      boolean sparse) {
    InputPaths.heldOut(role, split)
        .ifPresent(
            input -> sets.put(input.name(), sources.labelled(input, ModelForm.of(model), sparse)));
  }
}
