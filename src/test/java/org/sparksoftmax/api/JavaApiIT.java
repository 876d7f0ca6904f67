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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.run.SoftmaxJob;
import org.sparksoftmax.train.Outcome;

/** The trainer from plain Java, from outside of its packages. */
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
  void theLinesOfTheReadmeRun() throws Exception {
    FileUtils.deleteDirectory(new File("target/iris-model")); // of an earlier run of this test
    // README begin
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
    // README end
    assertThat(outcome.reports().get("test").accuracy()).isGreaterThan(0.9);
    assertThat(predictions.columns()).contains("prediction", "probability");
    assertThat(predictions.filter("prediction = target").count()).isGreaterThan(140);
    assertThat(job.evaluate(model).get("test")).isEqualTo(outcome.reports().get("test"));
    assertThat(job.train().model().sha256()).isEqualTo(model.sha256());
    assertThat(job.load("target/iris-model").sha256()).isEqualTo(model.sha256());
  }

  @Test
  void theReadmeHasTheseLines() throws Exception {
    String source = Files.readString(Path.of("src/test/java/org/sparksoftmax/api/JavaApiIT.java"));
    Matcher lines =
        Pattern.compile("// README begin\n(.*?)// README end", Pattern.DOTALL).matcher(source);
    assertThat(lines.find()).isTrue();
    assertThat(Files.readString(Path.of("README.md")))
        .contains(lines.group(1).stripIndent().stripTrailing().indent(4).stripTrailing());
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
