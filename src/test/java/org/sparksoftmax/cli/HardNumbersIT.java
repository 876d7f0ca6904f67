package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.ModelStore;

/** Data and settings that cause numerical problems end in a finite result or a specific reason. */
class HardNumbersIT {

  @TempDir private Path folder;
  private int runs;
  private Path output;

  private record End(int code, String err, JsonNode summary) {

    String stopReason() {
      return summary.path("stopReason").asText();
    }

    double objective() {
      return summary.path("objective").asDouble(Double.NaN);
    }
  }

  @Test
  void largeFeaturesEndFinite() throws IOException {
    for (double size : new double[] {1e10, 1e30}) {
      Path data = rows(200, i -> (i % 2 == 0 ? size : -0.7 * size) + "," + i % 7 + "," + i % 2);
      End end = train(data, "regularization.strength=0.01");
      assertFinite(end);
      assertThat(end.objective()).isLessThan(Math.log(2));
    }
  }

  @Test
  void featuresBeyondTheArithmeticAreDiverged() throws IOException {
    Path data = rows(3000, i -> (i % 3 == 0 ? 3e38 : -2.9e38) + "," + i % 7 + "," + (i % 3) / 2);
    End end = train(data, "regularization.strength=0.01", "data.storage=f32");
    assertThat(end.code()).isEqualTo(4);
    assertThat(end.stopReason()).isEqualTo("DIVERGED");
    assertThat(end.err()).contains("standardization = true");
    assertModelIsFinite();
    assertFinite(train(data, "regularization.strength=0.01"));
    Path wider = rows(300, i -> (i % 3 == 0 ? 3e40 : -2.9e40) + "," + i % 7 + "," + (i % 3) / 2);
    assertFinite(train(wider, "regularization.strength=0.01"));
  }

  @Test
  void separableDataWithoutAPenaltyEndsFinite() throws IOException {
    Path data = rows(100, i -> (i % 2 == 0 ? 1 + i : -1 - i) + ",1," + i % 2);
    End end = train(data, "regularization.strength=0", "optimizer.tolerance=0");
    assertFinite(end);
    assertThat(end.objective()).isLessThan(1e-3);
  }

  @Test
  void aHugeStepIsDivergedAndTheLastGoodModelKept() throws IOException {
    Random random = new Random(1);
    Path data = rows(100, i -> random.nextGaussian() + "," + random.nextGaussian() + "," + i % 3);
    End end =
        train(
            data,
            "optimizer.type=gradient-descent",
            "optimizer.step-size.schedule=constant",
            "optimizer.step-size.initial=1e300",
            "regularization.strength=1e10",
            "optimizer.max-iterations=50");
    assertThat(end.code()).isEqualTo(4);
    assertThat(end.stopReason()).isEqualTo("DIVERGED");
    assertThat(end.err()).startsWith("Training failed: DIVERGED after ");
    assertModelIsFinite();
  }

  @Test
  void constantColumnsAndAClassOfOneRowEndFinite() throws IOException {
    Path data = rows(90, i -> "5,0," + (i == 17 ? "rare" : i % 2 == 0 ? "a" : "b"));
    for (String strength : new String[] {"0", "0.001"}) {
      End end = train(data, "regularization.strength=" + strength);
      assertFinite(end);
      assertThat(end.summary().path("train").path("features").asInt()).isEqualTo(2);
    }
  }

  @Test
  void filesOfWeightZeroAndFilesWithoutRowsCountForNothing() throws IOException {
    Path data = Files.createDirectory(folder.resolve("weighted"));
    String header = "x,y,label,w\n";
    StringBuilder rows = new StringBuilder(header);
    for (int i = 0; i < 60; i++) {
      rows.append(i % 5).append(',').append(i % 7).append(',').append(i % 2).append(",2\n");
    }
    Files.writeString(data.resolve("a.csv"), rows);
    End alone = train(data, "data.weight-column=w", "regularization.strength=0.01");
    assertFinite(alone);
    Files.writeString(data.resolve("b.csv"), rows.toString().replace(",2\n", ",0\n"));
    Files.writeString(data.resolve("c.csv"), header);
    End all =
        train(data, "data.weight-column=w", "regularization.strength=0.01", "data.partitions=3");
    assertFinite(all);
    assertThat(all.objective()).isEqualTo(alone.objective());
    assertThat(all.summary().path("train").path("rows").asInt()).isEqualTo(120);
  }

  @Test
  void anIndexBeyondAnyModelIsRefused() throws IOException {
    Path data = Files.writeString(folder.resolve("huge.libsvm"), "0 1:1\n1 2000000000:1\n");
    End end = train(data, "data.format=libsvm");
    assertThat(end.code()).isEqualTo(2);
    assertThat(end.err())
        .startsWith(
            "Too large a model: 4,000,000,002 parameters (2 classes x 2,000,000,000 features)");
  }

  private Path rows(int count, IntFunction<String> row) throws IOException {
    StringBuilder text = new StringBuilder("x,y,label\n");
    for (int i = 0; i < count; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private End train(Path data, String... settings) throws IOException {
    output = folder.resolve("run-" + runs++);
    List<String> arguments = new ArrayList<>(List.of("train", "--output", output.toString()));
    arguments.addAll(List.of("--set", "data.path=" + data));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    Path summary = output.resolve("summary.json");
    return new End(
        outcome.code(),
        outcome.err(),
        new ObjectMapper().readTree(Files.exists(summary) ? Files.readString(summary) : "{}"));
  }

  private void assertFinite(End end) {
    assertThat(end.code()).as(end.err()).isZero();
    assertThat(end.stopReason()).isIn("CONVERGED", "MAX_ITERATIONS");
    assertThat(end.objective()).isFinite();
    assertModelIsFinite();
  }

  private void assertModelIsFinite() {
    SoftmaxModel model = ModelStore.load(output.toString(), new Configuration());
    assertThat(Arrays.stream(model.parameters(WeightOrder.CLASS_MAJOR)).allMatch(Double::isFinite))
        .isTrue();
  }
}
