package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.run.SoftmaxJob;
import org.sparksoftmax.submit.Command;

/** Tests saved stages and the checkpoints of fits. */
class SavedStagesIT {

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static Dataset<Row> iris;

  @BeforeAll
  static void start() {
    spark = Stages.session();
    iris = Stages.iris(spark);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void estimatorsComeBackWithTheirInitialModel() throws Exception {
    SoftmaxClassificationModel model = new SoftmaxClassifier().setRegParam(0.1).fit(iris);
    SoftmaxClassifier stage =
        new SoftmaxClassifier()
            .setRegParam(0.1)
            .setHiddenLayers(7, 5)
            .setClassWeights(1, 2, 3)
            .setSeed(42)
            .setThresholds(new double[] {0.2, 0.3, 0.5})
            .setInitialModel(model);
    String path = folder.resolve("estimator").toString();
    stage.save(path);
    SoftmaxClassifier loaded = SoftmaxClassifier.load(path);
    assertThat(loaded.uid()).isEqualTo(stage.uid());
    assertThat(loaded.getRegParam()).isEqualTo(0.1);
    assertThat(loaded.getHiddenLayers()).containsExactly(7, 5);
    assertThat(loaded.getClassWeights()).containsExactly(1, 2, 3);
    assertThat(loaded.getThresholds()).containsExactly(0.2, 0.3, 0.5);
    assertThat(loaded.getSeed()).isEqualTo(42);
    assertThat(loaded.initialModel().orElseThrow().softmaxModel().sha256())
        .isEqualTo(model.softmaxModel().sha256());
    assertThatThrownBy(() -> stage.save(path)).isInstanceOf(IOException.class);
    stage.setInitialModel(null).write().overwrite().save(path);
    assertThat(SoftmaxClassifier.load(path).initialModel()).isEmpty();
  }

  @Test
  void modelsOfOneKindAreThoseOfTheOther() throws Exception {
    SoftmaxClassificationModel model =
        new SoftmaxClassifier().setHiddenLayers(4).setMaxIter(10).setRegParam(0.1).fit(iris);
    String path = folder.resolve("model").toString();
    model.save(path);
    SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
    SoftmaxClassificationModel asRun = SoftmaxClassificationModel.ofRun(path, spark);
    for (SoftmaxClassificationModel each : List.of(loaded, asRun)) {
      assertThat(each.softmaxModel().sha256()).isEqualTo(model.softmaxModel().sha256());
      assertThat(each.transform(iris).select("probability").collectAsList())
          .isEqualTo(model.transform(iris).select("probability").collectAsList());
    }
    assertThat(loaded.getMaxIter()).isEqualTo(10);
    assertThat(loaded.evaluate(iris).accuracy()).isEqualTo(model.summary().accuracy());
  }

  @Test
  void summariesAreSavedWithTheirModel() throws Exception {
    Dataset<Row> marked = iris.selectExpr("label", "features", "rand(1) < 0.3 as held");
    SoftmaxClassificationModel model =
        new SoftmaxClassifier().setMaxIter(5).setValidationIndicatorCol("held").fit(marked);
    String path = folder.resolve("with-summary").toString();
    model.save(path);
    SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path);
    assertThat(loaded.summary().fit()).isEqualTo(model.summary().fit());
    assertThat(loaded.summary().report().details()).isPresent();
    for (String table : List.of("summary", "history", "report")) {
      assertThat(loaded.transform(iris, loaded.table().w(table)).collectAsList())
          .isEqualTo(model.transform(iris, model.table().w(table)).collectAsList());
    }
    assertThatThrownBy(() -> loaded.summary().predictions())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("No predictions: the summary was loaded with its model");

    String again = folder.resolve("saved-again").toString();
    loaded.save(again);
    assertThat(SoftmaxClassificationModel.load(again).summary().fit())
        .isEqualTo(model.summary().fit());

    Path file = folder.resolve("with-summary").resolve(SummaryFile.NAME);
    Files.deleteIfExists(file.resolveSibling("." + SummaryFile.NAME + ".crc"));
    for (String damage : List.of("{}", "null", "", "[1", Files.readString(file).substring(9))) {
      Files.writeString(file, damage);
      assertThatThrownBy(() -> SoftmaxClassificationModel.load(path))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot read the training summary ")
          .hasMessageEndingWith("; without the file, the model loads without its summary");
    }
    Files.delete(file);
    assertThat(SoftmaxClassificationModel.load(path).hasSummary()).isFalse();
    new SoftmaxClassificationModel("bare", model.softmaxModel()).write().overwrite().save(again);
    assertThat(folder.resolve("saved-again").resolve(SummaryFile.NAME)).doesNotExist();
  }

  /** A method that saves has a path, and no options of the command line. */
  @Test
  void failuresOfSavingNameThePathAlone() throws Exception {
    SoftmaxClassificationModel model = new SoftmaxClassifier().setMaxIter(1).fit(iris);
    String path = Files.writeString(folder.resolve("file"), "") + "/stage";
    for (ThrowingCallable saving :
        List.<ThrowingCallable>of(
            () -> model.save(path),
            () -> new SoftmaxClassifier().setInitialModel(model).save(path),
            () -> SoftmaxJob.on(spark).save(model.softmaxModel(), path))) {
      assertThatThrownBy(saving)
          .isInstanceOf(OutputException.class)
          .hasMessageStartingWith("Cannot write to " + path);
    }
    assertThatThrownBy(() -> SoftmaxJob.on(spark).save(model.softmaxModel(), folder.toString()))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("Cannot write to " + folder + ": it is not empty (")
        .hasMessageEndingWith(" ...); name another directory");
  }

  @Test
  void outputsOfRunsAreLoaded() throws Exception {
    SoftmaxJob job =
        SoftmaxJob.on(spark)
            .set("data.format", "tsv")
            .set("data.path", "src/main/data/iris.tsv.gz")
            .set("optimizer.max-iterations", 3);
    SoftmaxModel model = job.train().model();
    Path run = folder.resolve("run");
    job.save(model, run.toString());
    // As the folder of a stage whose save was interrupted, this is not what train leaves behind.
    assertThatThrownBy(() -> SoftmaxClassificationModel.load(run.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has neither metadata (of a saved stage) nor summary.json");
    Files.writeString(run.resolve("summary.json"), "{}");
    for (Path path : List.of(run, run.resolve("model"))) {
      SoftmaxClassificationModel loaded = SoftmaxClassificationModel.load(path.toString());
      assertThat(loaded.softmaxModel().sha256()).isEqualTo(model.sha256());
      assertThat(loaded.hasSummary()).isFalse();
    }
    assertThatThrownBy(() -> SoftmaxClassificationModel.load(folder.resolve("none").toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot find a model in ");
  }

  @Test
  void initialModelsAreLoadedWhenTheFitStarts() throws Exception {
    SoftmaxClassificationModel model = new SoftmaxClassifier().setMaxIter(4).fit(iris);
    String path = folder.resolve("initial").toString();
    model.save(path);
    SoftmaxClassifier stage = new SoftmaxClassifier().setMaxIter(3);
    String expected =
        stage.copy(ParamMap.empty()).setInitialModel(model).fit(iris).softmaxModel().sha256();
    SoftmaxClassifier byPath = stage.copy(ParamMap.empty()).setInitialModelPath(path);
    String saved = folder.resolve("by-path").toString();
    byPath.save(saved);
    SoftmaxClassifier loaded = SoftmaxClassifier.load(saved);
    assertThat(loaded.getInitialModelPath()).isEqualTo(path);
    for (SoftmaxClassifier each : List.of(byPath, loaded)) {
      assertThat(each.fit(iris).softmaxModel().sha256()).isEqualTo(expected);
    }
    assertThat(stage.setInitialModelPath("").fit(iris).softmaxModel().sha256())
        .isNotEqualTo(expected);

    LogisticRegressionModel other = new LogisticRegression().setMaxIter(100).fit(iris);
    String mllib = folder.resolve("mllib").toString();
    other.save(mllib);
    assertThat(stage.setInitialModelPath(mllib).fit(iris).summary().objectiveHistory()[0])
        .isLessThan(0.1);

    assertThatThrownBy(() -> byPath.setInitialModel(model).fit(iris))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid initialModelPath = " + path + " with setInitialModel: leave one out");
    assertThatThrownBy(() -> stage.setInitialModelPath(folder.resolve("none").toString()).fit(iris))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot find a model in initialModelPath = ");
  }

  /** Replaces text in a file, whose checksum file of Hadoop is deleted. */
  private static void rewrite(Path file, String text, String replacement) throws IOException {
    String content = Files.readString(file);
    assertThat(content).contains(text);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.writeString(file, content.replace(text, replacement));
  }

  @Test
  void otherFormatsAndDamageAreRefused() throws Exception {
    SoftmaxClassificationModel model = new SoftmaxClassifier().setMaxIter(2).fit(iris);
    String path = folder.resolve("newer").toString();
    model.save(path);
    Path format = folder.resolve("newer/format.json");
    rewrite(format, "{\"softmaxFormat\":1}", "{\"softmaxFormat\":2}");
    assertThatThrownBy(() -> SoftmaxClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "its softmaxFormat is 2, and this version of spark-softmax reads 1 to 1");
    Files.delete(format);
    assertThatThrownBy(() -> SoftmaxClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its softmaxFormat is 0");
    // As versions before 0.2 saved it.
    Path metadata;
    try (Stream<Path> files = Files.list(folder.resolve("newer/metadata"))) {
      metadata =
          files
              .filter(f -> f.getFileName().toString().startsWith("part"))
              .findFirst()
              .orElseThrow();
    }
    rewrite(metadata, "{\"class\"", "{\"softmaxFormat\":1,\"class\"");
    assertThat(SoftmaxClassificationModel.load(path).uid()).isEqualTo(model.uid());
    Path weights = folder.resolve("newer/model/weights.bin");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> SoftmaxClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot read the model");
  }

  @Test
  void aFitThatWasStoppedGoesOnToTheSameBits() throws Exception {
    Dataset<Row> digits = Stages.digits(spark);
    SoftmaxClassifier stage =
        new SoftmaxClassifier().setHiddenLayers(16).setTol(0).setMaxIter(150).setRegParam(1e-4);
    SoftmaxClassificationModel whole = stage.fit(digits);

    Path states = folder.resolve("states");
    SoftmaxClassifier resumable =
        stage.copy(ParamMap.empty()).setCheckpointDir(states.toString()).setCheckpointInterval(1);
    CompletableFuture<SoftmaxClassificationModel> first =
        CompletableFuture.supplyAsync(() -> resumable.fit(digits));
    Command.await(Duration.ofMinutes(2), "a state that is saved", () -> !saved(states).isEmpty());
    while (!first.isDone()) {
      spark.sparkContext().cancelAllJobs();
    }
    assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
    assertThat(spark.sparkContext().getPersistentRDDs().mkString(" ")).isEmpty();

    SoftmaxClassificationModel resumed = resumable.fit(digits);
    assertThat(resumed.softmaxModel().sha256()).isEqualTo(whole.softmaxModel().sha256());
    assertThat(resumed.summary().objectiveHistory())
        .containsExactly(whole.summary().objectiveHistory());

    // Another grid point has its own checkpoints. If all are damaged, the fit does not start anew.
    resumable.copy(ParamMap.empty()).setRegParam(1e-3).setMaxIter(2).fit(digits);
    for (Path state : saved(states)) {
      Files.write(state, new byte[] {1, 2, 3});
    }
    assertThatThrownBy(() -> resumable.fit(digits)).isInstanceOf(OutputException.class);
  }

  private static List<Path> saved(Path states) {
    if (!Files.exists(states)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(states)) {
      return files
          .filter(file -> file.getParent().endsWith("checkpoints"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException | UncheckedIOException vanished) {
      return List.of(); // checkpoint files may disappear
    }
  }
}
