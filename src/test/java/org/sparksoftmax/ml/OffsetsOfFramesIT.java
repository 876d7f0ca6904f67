package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares with MLlib's LogisticRegression on DataFrames whose columns are far from 0 compared with
 * their spread: the objective is never worse, and the accuracy is tested.
 */
class OffsetsOfFramesIT {

  private static final double[] STRENGTHS = {0, 1e-3, 1e-2, 0.1};

  private static SparkSession spark;

  private enum Table {
    DATES {
      @Override
      List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int m = 0; m < 12; m++) {
          for (int x = 0; x < 28; x++) {
            double day = 20180101 + 100 * m + x;
            rows.add(row(day > 20180615, day));
          }
        }
        return rows;
      }
    },
    SECONDS_OF_A_MINUTE {
      @Override
      List<Row> rows() {
        return random(t -> row(t > 0.5, 1.7e9 + 60 * t));
      }
    },
    SECONDS_OF_A_DAY {
      @Override
      List<Row> rows() {
        return random(t -> row(t > 0.4, 1.7e9 + 86400 * t));
      }
    },
    SECONDS_OF_A_MONTH {
      @Override
      List<Row> rows() {
        return random(t -> row(t > 0.6, 1.7e9 + 30 * 86400 * t));
      }
    },
    A_MILLION_AND_ONE {
      @Override
      List<Row> rows() {
        Random noise = new Random(5);
        return random(t -> row(t + 0.2 * noise.nextGaussian() > 0.5, 1e6 - 1 + 2 * t));
      }
    };

    abstract List<Row> rows();

    private static Row row(boolean label, double value) {
      return RowFactory.create(label ? 1.0 : 0.0, Vectors.dense(value));
    }

    private static List<Row> random(DoubleFunction<Row> row) {
      return new Random(7).doubles(600).mapToObj(row).toList();
    }
  }

  @BeforeAll
  static void start() {
    spark = Stages.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void theObjectiveIsNeverWorseThanThatOfLogisticRegression(Table table) {
    List<Row> rows = table.rows();
    Map<Integer, Dataset<Row>> frames = new TreeMap<>();
    for (int partitions : new int[] {1, 7}) {
      frames.put(partitions, Stages.frame(spark, rows).repartition(partitions).cache());
    }
    for (double strength : STRENGTHS) {
      LogisticRegressionModel theirs =
          new LogisticRegression()
              .setFamily("multinomial")
              .setRegParam(strength)
              .fit(frames.get(1));
      double[] history = theirs.summary().objectiveHistory();
      for (int partitions : frames.keySet()) {
        for (String storage : List.of("auto", "f64")) {
          SoftmaxClassificationModel ours =
              new SoftmaxClassifier()
                  .setRegParam(strength)
                  .setStorage(storage)
                  .fit(frames.get(partitions));
          String run =
              String.format(Locale.ROOT, "%s, %s, %s, %d", table, strength, storage, partitions);
          double[] objectives = ours.summary().objectiveHistory();
          double reached = objectives[objectives.length - 1];
          double theirsReached = history[history.length - 1];
          assertThat(reached).as(run).isLessThanOrEqualTo(theirsReached + 1e-6);
          assertThat(ours.summary().accuracy())
              .as(run)
              .isGreaterThanOrEqualTo(theirs.summary().accuracy() - 0.005);
          assertThat(ours.summary().stopReason()).as(run).isEqualTo("CONVERGED");
        }
      }
    }
  }
}
