package org.sparksoftmax.ml;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.RFormula;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.SharedData;

/**
 * The tables of ../shared/field as DataFrames: each is fitted, or one line says what to do. Formats
 * of text are Spark's matter here; names, types and missing values are ours.
 */
class FieldOfFramesIT {

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Stages.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> table(String name) {
    return spark.read().parquet(SharedData.field(name).toString());
  }

  /** With the label as class indices, in column y. */
  private static Dataset<Row> indexed(Dataset<Row> table) {
    return new StringIndexer().setInputCol("label").setOutputCol("y").fit(table).transform(table);
  }

  /** A column v of vectors, y of class indices, and the original ones. */
  private static Dataset<Row> vectors() {
    return indexed(table("types/arrayfeatures"))
        .withColumn("v", array_to_vector(col("features")))
        .cache();
  }

  private static SoftmaxClassifier classifier(String features, String label) {
    return new SoftmaxClassifier().setFeaturesCol(features).setLabelCol(label);
  }

  /** Columns as the session resolves their names: with dots, in another case, inside structs. */
  @Test
  void namesAreResolvedAsInQueries() {
    Dataset<Row> plain = indexed(table("names/vector-with-dot"));
    Dataset<Row> odd =
        plain.selectExpr(
            "`my.features`",
            "y AS `the.label`",
            "1 AS `my.w`",
            "named_struct('f', `my.features`, 'y', y, 'w', 1.0) AS s");
    LogisticRegression theirs = new LogisticRegression().setFamily("multinomial").setRegParam(0.01);
    double[] expected =
        theirs
            .setFeaturesCol("`my.features`")
            .setLabelCol("y")
            .fit(plain)
            .coefficientMatrix()
            .toArray();
    String[][] names = {
      {"`my.features`", "`the.label`", "`my.w`"},
      {"`My.Features`", "`THE.label`", "`MY.W`"},
      {"s.f", "s.y", "s.w"},
      {"S.F", "s.Y", "`s`.`w`"}
    };
    SoftmaxClassificationModel first = null;
    for (String[] name : names) {
      SoftmaxClassifier stage = classifier(name[0], name[1]).setWeightCol(name[2]);
      SoftmaxClassificationModel model = stage.setRegParam(0.01).setTol(1e-10).fit(odd);
      first = first == null ? model : first;
      assertThat(model.coefficientMatrix()).isEqualTo(first.coefficientMatrix());
      assertThat(model.labels()).isEqualTo(new String[] {"blue", "green", "red"});
      assertThat(model.evaluate(odd).accuracy()).isEqualTo(first.summary().accuracy());
      assertThat(model.transform(odd).filter("prediction = y").count()).isGreaterThan(20);
    }
    assertThat(first.coefficientMatrix().toArray())
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(expected);
  }

  @Test
  void aNameWithDotsWithoutBackticksIsOneLineWithTheRemedy() {
    Dataset<Row> table = indexed(table("names/vector-with-dot"));
    assertThatThrownBy(() -> classifier("my.features", "y").fit(table))
        .hasMessage(
            "Invalid featuresCol = my.features: there is no such column among [my.features, label, y]: a name with dots needs backticks");
    assertThatThrownBy(() -> classifier("`my.features`", "z").fit(table))
        .hasMessage("Invalid labelCol = z: there is no such column among [my.features, label, y]");
  }

  /** Names that differ in case only are ambiguous in a session that ignores case. */
  @Test
  void namesThatDifferInCaseAreToldApartWhereTheSessionDoes() {
    Dataset<Row> table = vectors().selectExpr("v AS x", "v AS X", "y");
    assertThatThrownBy(() -> classifier("x", "y").fit(table)).hasMessageContaining("`x` is ambig");
    spark.conf().set("spark.sql.caseSensitive", true);
    try {
      assertThat(classifier("X", "y").fit(table).numFeatures()).isEqualTo(2);
    } finally {
      spark.conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void numbersOfEveryTypeAreLabelsAndWeights() {
    Dataset<Row> table =
        vectors()
            .selectExpr("v", "y AS d", "tinyint(y) AS b", "bigint(y) AS n", "decimal(y) AS p")
            .withColumn("_metadata", col("d"));
    SoftmaxClassificationModel expected = classifier("v", "d").fit(table);
    for (String label : new String[] {"b", "n", "p", "_metadata"}) {
      assertThat(classifier("v", label).fit(table).coefficientMatrix())
          .as(label)
          .isEqualTo(expected.coefficientMatrix());
    }
    SoftmaxClassificationModel byDouble = classifier("v", "d").setWeightCol("d").fit(table);
    for (String weight : new String[] {"b", "n", "p"}) {
      assertThat(classifier("v", "d").setWeightCol(weight).fit(table).coefficientMatrix())
          .as(weight)
          .isEqualTo(byDouble.coefficientMatrix());
    }
  }

  /** The expressions of v, y and w, and the one line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "features|y|1|Invalid featuresCol = v: the column is array<double>, expected a vector: a VectorAssembler or array_to_vector makes one",
        "v|label|1|Invalid labelCol = y: the column is string, expected a number: a StringIndexer numbers classes",
        "v|binary(label)|1|Invalid labelCol = y: the column is binary, expected a number: a StringIndexer numbers classes",
        "v|named_struct('label', label)|1|Invalid labelCol = y: the column is struct<label:string>, expected a number: a StringIndexer numbers classes",
        "v|timestamp_seconds(y)|1|Invalid labelCol = y: the column is timestamp, expected a number: a StringIndexer numbers classes",
        "v|y|'2'|Invalid weightCol = w: the column is string, expected a number",
        "v|y|array(2)|Invalid weightCol = w: the column is array<int>, expected a number",
        "if(y = 1, NULL, v)|y|1|column 'v' is missing (null)",
        "v|if(y = 1, NULL, y)|1|column 'y' is missing (null)",
        "v|if(y = 1, double('NaN'), y)|1|column 'y' holds NaN, which is not finite",
        "v|y|if(y = 1, NULL, 1)|column 'w' is missing (null)",
      })
  void isRefused(String features, String label, String weight, String message) {
    Dataset<Row> table =
        vectors().selectExpr(features + " AS v", label + " AS y", weight + " AS w");
    assertThatThrownBy(() -> classifier("v", "y").setWeightCol("w").fit(table))
        .satisfies(thrown -> assertThat(thrown.getMessage()).contains(message).hasLineCount(1));
  }

  /** The parameters of VectorAssembler and Imputer govern missing features; none is passed over. */
  @Test
  void missingFeaturesAreNamed() {
    Dataset<Row> table =
        vectors()
            .selectExpr("if(y = 1, array(features[0], double('NaN')), features) AS f", "y")
            .select(array_to_vector(col("f")).as("v"), col("y"));
    assertThatThrownBy(() -> classifier("v", "y").fit(table))
        .hasMessageContaining("column 'v' holds NaN, which is not finite")
        .hasMessageContaining("of the DataFrame");
  }

  /** A table of int in one file and double in the next, and text labels, by a formula. */
  @Test
  void aFormulaReadsTextLabels() {
    Dataset<Row> table =
        spark
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(SharedData.field("names/names-that-differ-in-case.csv").toString())
            .toDF("x", "other", "color");
    RFormula formula = new RFormula().setFormula("color ~ x + other");
    Dataset<Row> rows = formula.fit(table).transform(table);
    SoftmaxClassificationModel model = new SoftmaxClassifier().fit(rows);
    assertThat(model.featureNames()).containsExactly("x", "other");
    Dataset<Row> names =
        new IndexToString()
            .setInputCol("prediction")
            .setOutputCol("name")
            .transform(model.transform(rows));
    assertThat(names.filter("name = color").count()).isGreaterThan(rows.count() / 2);
  }
}
