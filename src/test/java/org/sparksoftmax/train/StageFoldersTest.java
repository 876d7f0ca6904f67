package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;

/** Folders as Spark ML writes them. */
class StageFoldersTest {

  private static final SoftmaxModel MODEL =
      new SoftmaxModel(
          LabelIndex.inGivenOrder(List.of("a", "b")),
          FeatureSchema.unnamed(1),
          false,
          new double[] {1, 2});

  @TempDir private Path folder;

  private Path saved(String name) throws IOException {
    Path directory = folder.resolve(name);
    Files.createDirectories(directory.resolve("metadata"));
    return directory;
  }

  private Path stage(String name) throws IOException {
    Path directory = saved(name);
    Path model = Files.createDirectories(directory.resolve("model"));
    for (Map.Entry<String, byte[]> file : ModelCodec.encode(MODEL).entrySet()) {
      Files.write(model.resolve(file.getKey()), file.getValue());
    }
    return directory;
  }

  private String onlyStage(Path path) {
    return ModelStore.onlyStage(path.toString(), new Configuration()).orElse("");
  }

  private static void assertNoModel(Path path, String form, Object... arguments) {
    assertThatThrownBy(() -> ModelStore.load(path.toString(), new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot find a model in --model "
                + path
                + ": it has no metadata.json and weights.bin"
                + String.format(Locale.ROOT, form, arguments));
  }

  @Test
  void theStageOfAPipelineIsFound() throws IOException {
    Path pipeline = saved("p");
    saved("p/stages/0_tokenizer");
    Path stage = stage("p/stages/1_softmax");
    saved("p/stages/2_labels");
    assertThat(onlyStage(pipeline)).isEqualTo(stage.toString());
    assertNoModel(pipeline, "; it is a saved pipeline whose model is the stage %s", stage);
    assertThat(onlyStage(stage)).isEmpty();
  }

  @Test
  void theBestModelOfACrossValidationIsFound() throws IOException {
    Path validation = saved("cv");
    saved("cv/bestModel");
    Path stage = stage("cv/bestModel/stages/0_softmax");
    saved("cv/estimator");
    stage("cv/subModels/fold0/0");
    saved("cv/estimator/stages/0_softmax");
    stage("cv/estimator/stages/0_softmax/initialModel");
    assertThat(onlyStage(validation)).isEqualTo(stage.toString());
  }

  @Test
  void severalStagesAreNamed() throws IOException {
    Path several = saved("ovr");
    Path first = stage("ovr/model_0");
    Path second = stage("ovr/model_1");
    assertThat(onlyStage(several)).isEmpty();
    assertNoModel(
        several,
        "; it is saved with 2 stages of spark-softmax: name one of them, %s, %s",
        first,
        second);
  }

  @Test
  void aPipelineWithoutAModelIsSaidToHaveNone() throws IOException {
    Path pipeline = saved("none");
    saved("none/stages/0_tokenizer");
    assertThat(onlyStage(pipeline)).isEmpty();
    assertNoModel(
        pipeline, "; Spark ML saved it, without a model of spark-softmax among its stages");
    assertNoModel(folder.resolve("missing"), "");
    assertNoModel(Files.createDirectories(folder.resolve("empty")), "");
  }
}
