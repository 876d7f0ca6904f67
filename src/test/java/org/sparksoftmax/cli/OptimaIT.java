package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.SharedData;

/**
 * Compares with optima of the mean loss + λ/2‖W‖² with unpenalised intercepts, computed
 * independently (scikit-learn, float64, tight tolerance). The large ones take minutes and run with
 * {@code mvn verify -Dsoftmax.optima=all}.
 */
class OptimaIT {

  @TempDir private Path folder;

  private JsonNode train(List<String> sets) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train", "--output", folder + "/run"));
    sets.forEach(set -> arguments.addAll(List.of("--set", set)));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(folder.resolve("run/summary.json").toFile());
  }

  private static void assertReaches(
      JsonNode summary, String storage, double optimum, double testAccuracy) {
    double share = "f64".equals(storage) ? 1e-7 : 1e-5;
    assertThat(summary.path("stopReason").asText()).isEqualTo("CONVERGED");
    assertThat(summary.path("storage").asText()).isEqualTo(storage);
    assertThat(summary.path("objective").asDouble()).isLessThan(optimum * (1 + share));
    // The published digits are rounded: the true optimum is no lower than this.
    assertThat(summary.path("objective").asDouble()).isGreaterThan(optimum * (1 - 1e-6));
    assertThat(summary.path("test").path("accuracy").asDouble())
        .isBetween(testAccuracy - 0.0015, testAccuracy + 0.0015);
  }

  @ParameterizedTest
  @CsvSource({"f32", "f64"})
  void clinc150(String storage) throws IOException {
    assertReaches(
        train(
            List.of(
                "data.format=libsvm",
                "data.path=" + SharedData.file("clinc150/clinc150_train_counts.libsvm.gz"),
                "data.test.path=" + SharedData.file("clinc150/clinc150_test_counts.libsvm.gz"),
                "data.storage=" + storage,
                "regularization.strength=0.0001")),
        storage,
        0.666615162,
        0.894);
  }

  @ParameterizedTest
  @CsvSource({"f32", "f64"})
  void news20(String storage) throws IOException {
    assumeTrue("all".equals(System.getProperty("softmax.optima")), "skipped: takes minutes");
    assertReaches(
        train(
            List.of(
                "data.format=libsvm",
                "data.path=" + SharedData.file("news20/news20_train_counts.libsvm.gz"),
                "data.test.path=" + SharedData.file("news20/news20_test_counts.libsvm.gz"),
                "data.storage=" + storage,
                "regularization.strength=0.001")),
        storage,
        0.311898755,
        0.782);
  }

  @ParameterizedTest
  @CsvSource({"f32", "f64"})
  void fashionMnist(String storage) throws IOException {
    assumeTrue("all".equals(System.getProperty("softmax.optima")), "skipped: takes minutes");
    Path folder = SharedData.file("fashion-mnist/t10k-images-idx3-ubyte.gz").getParent();
    assertReaches(
        train(
            List.of(
                "data.format=idx",
                "data.path=" + folder + "/train-images-idx3-ubyte.gz",
                "data.labels-path=" + folder + "/train-labels-idx1-ubyte.gz",
                "data.test.path=" + folder + "/t10k-images-idx3-ubyte.gz",
                "data.test.labels-path=" + folder + "/t10k-labels-idx1-ubyte.gz",
                "data.feature-multiplier=0.00392156862745098",
                "data.storage=" + storage,
                "regularization.strength=0.001")),
        storage,
        0.452472327,
        0.8415);
  }

  @Test
  void fashionMnistIsCloseToItsOptimumAfterThirtyEvaluations() throws IOException {
    Path folder = SharedData.file("fashion-mnist/t10k-images-idx3-ubyte.gz").getParent();
    JsonNode summary =
        train(
            List.of(
                "data.format=idx",
                "data.path=" + folder + "/train-images-idx3-ubyte.gz",
                "data.labels-path=" + folder + "/train-labels-idx1-ubyte.gz",
                "data.feature-multiplier=0.00392156862745098",
                "regularization.strength=0.001",
                "optimizer.max-iterations=25"));
    assertThat(summary.path("evaluations").asInt()).isLessThanOrEqualTo(30);
    assertThat(summary.path("preconditioner").path("kind").asText()).isEqualTo("hessian");
    assertThat(summary.path("objective").asDouble()).isLessThan(0.452472215 * (1 + 1e-4));
  }

  /** Without its diagonal, L-BFGS takes 43 evaluations. */
  @Test
  void clinc150IsCloseToItsOptimumAfterFortyEvaluations() throws IOException {
    JsonNode summary =
        train(
            List.of(
                "data.format=libsvm",
                "data.path=" + SharedData.file("clinc150/clinc150_train_counts.libsvm.gz"),
                "regularization.strength=0.0001",
                "optimizer.max-iterations=37"));
    assertThat(summary.path("evaluations").asInt()).isLessThanOrEqualTo(40);
    assertThat(summary.path("preconditioner").path("kind").asText()).isEqualTo("diagonal");
    assertThat(summary.path("objective").asDouble()).isLessThan(0.666615157 * (1 + 1e-4));
  }

  @Test
  void gradientIsRightOnCifar() {
    InProcess.Outcome outcome =
        InProcess.run(
            "check-gradient",
            "--set",
            "data.format=cifar",
            "--set",
            "data.path=" + SharedData.file("cifar10/data_batch_1.bin.gz"),
            "--set",
            "data.feature-multiplier=0.00392156862745098");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("rows 500, classes 10, parameters 30730")
        .contains("loss at small random weights: 2.30")
        .contains("(ln 10 = 2.302585)")
        .contains("passed: the gradient is correct");
  }
}
