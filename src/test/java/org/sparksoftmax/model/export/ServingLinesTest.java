package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;

/** Tests the Java code of src/site/markdown/serving.md, which is between the markers below. */
class ServingLinesTest {

  /** A model as trained on the bundled iris data, with centred sepals. */
  private static final SoftmaxModel IRIS =
      Naive.centred(
          List.of("0", "1", "2"),
          new FeatureSchema(
              4,
              Stream.of("sepal-length", "sepal-width", "petal-length", "petal-width")
                  .map(name -> new InputColumn(name, List.of()))
                  .toList(),
              true),
          true,
          HiddenLayers.NONE,
          FeatureUnits.of(new double[] {5.8, 3.1, 0, 0}, null));

  @TempDir private Path folder;
  private String file;
  private final Scores expected = Naive.scores(IRIS, new double[][] {{5.1, 3.5, 1.4, 0.2}});

  @BeforeEach
  void nameFile() {
    file = folder.resolve("iris").toString();
  }

  private void export(ModelFile form) throws IOException {
    try (OutputStream out = Files.newOutputStream(Path.of(file))) {
      form.write(IRIS, out);
    }
  }

  @Test
  void onnx() throws Exception {
    export(new OnnxFile());
    // page onnx
    OrtEnvironment onnx = OrtEnvironment.getEnvironment();
    OrtSession session = onnx.createSession(file);
    OnnxTensor rows = OnnxTensor.createTensor(onnx, new double[][] {{5.1, 3.5, 1.4, 0.2}});
    OrtSession.Result result = session.run(Map.of("features", rows));
    long[] labels = (long[]) result.get("label").orElseThrow().getValue();
    float[][] probabilities = (float[][]) result.get("probabilities").orElseThrow().getValue();
    // page end
    assertThat(Long.toString(labels[0])).isEqualTo(expected.labels().get(0));
    assertThat((double) probabilities[0][2])
        .isCloseTo(expected.probabilities()[0][2], within(1e-6));
    result.close();
    rows.close();
    session.close();
  }

  @Test
  void pmml() throws Exception {
    export(new PmmlFile());
    // page pmml
    Evaluator evaluator = new LoadingModelEvaluatorBuilder().load(new File(file)).build();
    Map<String, Double> row =
        Map.of("sepal-length", 5.1, "sepal-width", 3.5, "petal-length", 1.4, "petal-width", 0.2);
    Map<String, ?> result = EvaluatorUtil.decodeAll(evaluator.evaluate(row));
    Object label = result.get("label");
    Object probability = result.get("probability(2)");
    // page end
    assertThat(label).isEqualTo(expected.labels().get(0));
    assertThat((Double) probability).isCloseTo(expected.probabilities()[0][2], within(1e-6));
  }

  @Test
  void thePageShowsTheseLines() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/serving.md"));
    List<String> source =
        Files.readAllLines(
            Path.of("src/test/java/org/sparksoftmax/model/export/ServingLinesTest.java"));
    for (String form : List.of("onnx", "pmml")) {
      assertThat(page).contains("```java\n" + lines(source, form) + "\n```\n");
    }
  }

  private static String lines(List<String> source, String form) {
    return source.stream()
        .dropWhile(line -> !line.strip().equals("// page " + form))
        .skip(1)
        .takeWhile(line -> !line.strip().equals("// page end"))
        .collect(Collectors.joining("\n"))
        .stripIndent();
  }
}
