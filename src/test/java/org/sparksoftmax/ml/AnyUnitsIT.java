package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The optimum of the standardised objective, and every prediction, are the same in any units: each
 * column is moved by up to 10⁹ times its spread and multiplied by 10⁻⁹ to 10⁹.
 */
class AnyUnitsIT {

  private static final StructType TYPE =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", SQLDataTypes.VectorType(), false)
          .add("weight", DataTypes.DoubleType, false)
          .add("soft", SQLDataTypes.VectorType(), false);

  private static SparkSession spark;

  enum Form {
    DENSE,
    SPARSE,
    WEIGHTED,
    SOFT
  }

  @BeforeContainer
  static void start() {
    spark = Stages.session();
  }

  @AfterContainer
  static void stop() {
    spark.stop();
  }

  /** Features of mean 0 and a spread of about 1, on a grid that shifts preserve. */
  private record Table(double[][] x, int[] labels, double[] weights, double[][] soft, Form form) {

    static Table random(Form form, Random random) {
      int features = 1 + random.nextInt(4);
      int rows = 60 + random.nextInt(60);
      double[][] x = new double[rows][features];
      int[] labels = new int[rows];
      double[] weights = new double[rows];
      double[][] soft = new double[rows][];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < features; j++) {
          boolean absent = form == Form.SPARSE && j > 0 && random.nextInt(3) > 0;
          x[i][j] = absent ? 0 : Math.rint(1024 * random.nextGaussian()) / 1024;
        }
        double score = x[i][0] + 0.5 * x[i][features - 1] + random.nextGaussian();
        labels[i] = score < -0.5 ? 0 : score < 0.5 ? 1 : 2;
        weights[i] = 1 + random.nextInt(3);
        double share = 0.5 + random.nextInt(4) / 8.0;
        double[] targets = {0, 0, 0};
        targets[labels[i]] += share;
        targets[(labels[i] + 1) % 3] += 1 - share;
        soft[i] = targets;
      }
      return new Table(x, labels, weights, soft, form);
    }

    /** Shifts the columns that every row has, and multiplies all columns. */
    Table moved(double[] offsets, double[] scales) {
      double[][] moved = new double[x.length][];
      for (int i = 0; i < x.length; i++) {
        double[] row = x[i];
        moved[i] =
            IntStream.range(0, row.length)
                .mapToDouble(
                    j -> (row[j] + (form == Form.SPARSE && j > 0 ? 0 : offsets[j])) * scales[j])
                .toArray();
      }
      return new Table(moved, labels, weights, soft, form);
    }

    Dataset<Row> frame(SparkSession session) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        Vector features = Vectors.dense(x[i]);
        rows.add(
            RowFactory.create(
                (double) labels[i],
                form == Form.SPARSE ? features.toSparse() : features,
                weights[i],
                Vectors.dense(soft[i])));
      }
      return session.createDataFrame(rows, TYPE).coalesce(2);
    }
  }

  @Property(tries = 24, shrinking = ShrinkingMode.OFF, seed = "7")
  void unitsMoveNeitherTheOptimumNorAPrediction(@ForAll Form form, @ForAll long seed) {
    Random random = new Random(seed);
    Table table = Table.random(form, random);
    int features = table.x()[0].length;
    double[] offsets = new double[features];
    double[] scales = new double[features];
    for (int j = 0; j < features; j++) {
      offsets[j] =
          Math.rint(Math.pow(10, 9 * random.nextDouble()) * (random.nextBoolean() ? 1 : -1));
      scales[j] = Math.pow(10, 18 * random.nextDouble() - 9);
    }
    SoftmaxClassifier stage = new SoftmaxClassifier().setRegParam(0.01).setTol(1e-10);
    if (form == Form.WEIGHTED) {
      stage.setWeightCol("weight");
    }
    if (form == Form.SOFT) {
      stage.setSoftLabelCol("soft");
    }
    assertSame(stage, table, table.moved(offsets, scales));
  }

  /** Scales by powers of two, so that both networks start from the same numbers. */
  @Property(tries = 8, shrinking = ShrinkingMode.OFF, seed = "11")
  void unitsMoveNoStandardizedNetwork(@ForAll long seed) {
    Random random = new Random(seed);
    Table table = Table.random(Form.DENSE, random);
    int features = table.x()[0].length;
    double[] offsets = new double[features];
    double[] scales = new double[features];
    for (int j = 0; j < features; j++) {
      offsets[j] = Math.scalb(random.nextBoolean() ? 1.0 : -1.0, random.nextInt(30));
      scales[j] = Math.scalb(1.0, random.nextInt(60) - 30);
    }
    SoftmaxClassifier stage =
        new SoftmaxClassifier()
            .setRegParam(0.01)
            .setHiddenLayers(4)
            .setActivation("tanh")
            .setStorage("f64")
            .setMaxIter(20);
    assertSame(stage, table, table.moved(offsets, scales));
  }

  private static void assertSame(SoftmaxClassifier stage, Table table, Table moved) {
    SoftmaxClassificationModel plain = stage.fit(table.frame(spark));
    SoftmaxClassificationModel other = stage.fit(moved.frame(spark));
    assertThat(other.summary().objective()).isCloseTo(plain.summary().objective(), within(1e-6));
    for (int i = 0; i < table.x().length; i++) {
      double[] expected = plain.predictProbability(Vectors.dense(table.x()[i])).toArray();
      double[] actual = other.predictProbability(Vectors.dense(moved.x()[i])).toArray();
      assertThat(actual).as("row %d", i).containsExactly(expected, within(1e-6));
    }
  }
}
