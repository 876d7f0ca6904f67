package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.KryoClasses;
import org.sparksoftmax.data.TrainingData;

/** Trains to the optimum in float64, in a session that MLlib may share. */
final class OptimaSession {

  private OptimaSession() {}

  static SparkSession start() {
    SparkConf conf = new SparkConf().set("spark.ui.enabled", "false");
    KryoClasses.choose(conf);
    return SparkSession.builder().master("local[2]").config(conf).getOrCreate();
  }

  /**
   * The configuration for training in float64 on a table with the columns label, features and, if
   * weighted, weight.
   */
  static TrainingConfig config(
      Object path,
      boolean weighted,
      PlainObjective.Penalty penalty,
      boolean standardization,
      boolean intercept,
      String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of(
                "data.format=parquet",
                "data.path=" + path,
                "data.label-column=label",
                "data.feature-columns=[features]",
                "data.storage=f64",
                "regularization.strength=" + penalty.strength(),
                "regularization.elastic-net=" + penalty.elasticNet(),
                "standardization=" + standardization,
                "model.intercept=" + intercept,
                "optimizer.type=" + (penalty.hasL1() ? "owlqn" : "lbfgs")));
    if (weighted) {
      sets.add("data.weight-column=weight");
    }
    sets.addAll(List.of(more));
    return ConfigReader.read(Optional.empty(), sets, Map.of());
  }

  static Trainer.Result train(TrainingConfig config, TrainingData data) {
    return new Trainer(config)
        .train(data, new Start.Anew(), (state, seconds, validation, selection) -> {});
  }
}
