package org.sparksoftmax.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.KryoClasses;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.layout.ParameterLayout;

/** The shipped configurations that benchmarks run, and the Spark session that runs them. */
final class Sets {

  static final int CORES = 2;

  /** Settings that remove the validation and test sets of a shipped configuration. */
  static final List<String> TRAINING_ROWS_ONLY =
      List.of(
          "data.validation.path=null",
          "data.validation.labels-path=null",
          "data.validation.fraction=0",
          "data.test.path=null",
          "data.test.labels-path=null",
          "data.test.fraction=0");

  private Sets() {}

  /** The local session of a benchmark; nobody outside of this machine can reach it. */
  static SparkSession session() {
    return session(CORES);
  }

  /** A local session on some cores. */
  static SparkSession session(int cores) {
    SparkConf conf =
        new SparkConf()
            .setMaster(String.format(Locale.ROOT, "local[%d]", cores))
            .setAppName("spark-softmax benchmark")
            .set("spark.ui.enabled", "false")
            .set("spark.broadcast.compress", "false");
    KryoClasses.choose(conf);
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** conf/NAME.conf, without its validation and test sets unless {@code settings} say so. */
  static TrainingConfig config(String name, String... settings) {
    List<String> sets = new ArrayList<>(TRAINING_ROWS_ONLY);
    sets.addAll(List.of(settings));
    return ConfigReader.read(Optional.of(Path.of("conf", name + ".conf")), sets, System.getenv());
  }

  /** The layout of θ of a run. */
  static ParameterLayout layout(TrainingConfig config, TrainingData data) {
    return new ParameterLayout(
        data.schema().features(),
        data.classes().size(),
        config.intercept(),
        data.order(),
        config.network().hidden());
  }
}
