package org.sparksoftmax.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.ml.SoftmaxClassifier;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.run.SoftmaxJob;
import org.sparksoftmax.train.Outcome;

/** Uses the trainer from outside its packages, as in README.md and the pages of the site. */
class JavaApiIT {

  private static final String IRIS = "src/main/data/iris.tsv.gz";

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @AfterEach
  void nothingStaysCached() {
    assertThat(spark.sparkContext().getPersistentRDDs().mkString(" ")).isEmpty();
  }

  @Test
  void theJobOfTheReadmeRuns() throws Exception {
    FileUtils.deleteDirectory(new File("target/iris-model")); // from an earlier run of this test
    // page job
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "tsv")
            .set("data.path", "src/main/data/iris.tsv.gz")
            .set("data.test.fraction", 0.2)
            .set("regularization.strength", 0.001);
    Outcome outcome = job.train();
    System.out.println(outcome.training().optimization().stopReason());
    System.out.println(outcome.reports().get("test").accuracy());
    SoftmaxModel model = outcome.model();
    job.save(model, "target/iris-model");
    Dataset<Row> predictions = job.predict(model);
    // page end
    assertThat(outcome.reports().get("test").accuracy()).isGreaterThan(0.9);
    assertThat(predictions.columns()).contains("prediction", "probability");
    assertThat(predictions.filter("prediction = target").count()).isGreaterThan(140);
    assertThat(job.evaluate(model).get("test")).isEqualTo(outcome.reports().get("test"));
    assertThat(job.train().model().sha256()).isEqualTo(model.sha256());
    assertThat(job.load("target/iris-model").sha256()).isEqualTo(model.sha256());
  }

  @Test
  void tuningRetrainsTheBestConfigurationOnAllRows() {
    SoftmaxJob job = SoftmaxJob.on(spark).set("data.format", "tsv").set("data.path", IRIS);
    SoftmaxJob.Tuned tuned = job.set("tune.strengths", "[10, 0.001]").set("tune.folds", 2).tune();
    assertThat(tuned.grid().scores()).hasSize(2);
    assertThat(tuned.grid().best()).contains(tuned.grid().scores().get(1));
    SoftmaxModel alone = job.set("regularization.strength", 0.001).train().model();
    assertThat(tuned.best().orElseThrow().model().sha256()).isEqualTo(alone.sha256());
    assertThatThrownBy(job::tune)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Missing tune.strengths: ");
  }

  @Test
  void tuningOnValidationRowsKeepsTheBestRun() {
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "tsv")
            .set("data.path", IRIS)
            .set("data.validation.fraction", 0.2);
    SoftmaxJob.Tuned tuned = job.set("tune.strengths", "[10, 0.001]").tune();
    Outcome best = tuned.best().orElseThrow();
    assertThat(best.reports()).containsOnlyKeys("train", "validation");
    assertThat(best.reports().get("validation").logLoss())
        .isEqualTo(tuned.grid().best().orElseThrow().logLoss());
  }

  @Test
  void thePipelineOfTheReadmeRuns() throws Exception {
    Dataset<Row> train =
        spark.sql(
            "SELECT double(label) AS label, text FROM VALUES (0, 'red green'), (1, 'one two'),"
                + " (0, 'green blue'), (1, 'two three'), (0, 'blue red'), (1, 'three one') AS t(label, text)");
    // page pipeline
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new Tokenizer().setInputCol("text").setOutputCol("words"),
                  new HashingTF().setInputCol("words").setOutputCol("counts"),
                  new IDF().setInputCol("counts").setOutputCol("features"),
                  new SoftmaxClassifier().setRegParam(0.01) // was: new LogisticRegression()
                });
    PipelineModel model = pipeline.fit(train);
    model.write().overwrite().save("target/news-model"); // PipelineModel.load reads it
    // page end
    assertThat(model.transform(train).filter("prediction = label").count()).isEqualTo(6);
    assertThat(PipelineModel.load("target/news-model").stages()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, job",
    "README.md, pipeline",
    "src/site/markdown/java.md, job",
    "src/site/markdown/pipelines.md, pipeline"
  })
  void pagesShowTheseLinesWithTheirImports(Path page, String example) throws Exception {
    String source = Files.readString(Path.of("src/test/java/org/sparksoftmax/api/JavaApiIT.java"));
    Matcher lines =
        Pattern.compile("// page " + example + "\n(.*?)\n *// page end", Pattern.DOTALL)
            .matcher(source);
    assertThat(lines.find()).isTrue();
    Matcher shown =
        Pattern.compile(
                "```java\n((?:import .*\n)+)\n"
                    + Pattern.quote(lines.group(1).stripIndent())
                    + "\n```\n")
            .matcher(Files.readString(page));
    assertThat(shown.find()).as("%s shows the lines of %s", page, example).isTrue();
    assertThat(source.lines()).containsAll(shown.group(1).lines().toList());
  }

  @Test
  void listenersSeeEachIteration() {
    List<Double> objectives = new ArrayList<>();
    Outcome outcome =
        SoftmaxJob.on(spark)
            .config(Path.of("src/test/resources/iris-job.conf"))
            .set("data.path", IRIS)
            .listener(
                (state, seconds, validation, selection) ->
                    objectives.add(state.value().objective()))
            .train();
    assertThat(objectives).hasSize(outcome.training().optimization().state().iteration() + 1);
    assertThat(objectives).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void aJobWithoutAStrengthHasTheOneOfItsRows() {
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "tsv")
            .set("data.path", IRIS)
            .set("data.test.fraction", 0.2);
    Outcome outcome = job.train();
    assertThat(outcome.training().regularizationStrength())
        .isEqualTo(1.0 / outcome.reports().get("train").rows());
    assertThat(outcome.warnings()).isEmpty();
    assertThat(job.set("regularization.strength", 0).train().warnings())
        .singleElement()
        .asString()
        .startsWith("test log loss ");
  }

  @Test
  void wrongSettingsAreRefusedBeforeAnythingIsRead() {
    SoftmaxJob job = SoftmaxJob.on(spark).set("data.path", IRIS).set("optimizer.tolerence", 1);
    assertThatThrownBy(job::train)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean optimizer.tolerance");
  }
}
