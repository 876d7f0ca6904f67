package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;

/** Tests the output of describe for a network. */
class DescribeNetworkTest {

  @TempDir private Path folder;

  private List<String> describe(boolean biases, HiddenLayers hidden, double... parameters)
      throws IOException {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            FeatureSchema.unnamed(2),
            biases,
            hidden,
            parameters);
    for (Map.Entry<String, byte[]> file : ModelCodec.encode(model).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    InProcess.Outcome outcome = InProcess.run("describe", "--model", folder.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out().lines().toList();
  }

  @Test
  void itsLayersAreDescribed() throws IOException {
    List<String> lines =
        describe(
            true,
            HiddenLayers.of(Activation.RELU, 2),
            new double[] {3, -4, 0, 0, 1, 1, -1, 1, 0.5, 1.5, -3, 1});
    assertThat(lines)
        .startsWith("network softmax model: 2 features -> 2 relu -> 2 classes, 12 parameters")
        .contains("temperature: 1.00000 (the logits are divided by it)", "classes, in order: a b")
        .endsWith(
            "layers (inputs x outputs), from the features to the logits:",
            "  2 x 2: root mean square weight 2.500, largest magnitude 4.000, mean bias 1.000",
            "  2 x 2: root mean square weight 1.000, largest magnitude 1.000, mean bias -1.000");
    assertThat(lines.get(1)).matches("modelSha256: [0-9a-f]{64}");
  }

  @Test
  void aNetworkWithoutBiasesSaysSo() throws IOException {
    assertThat(
            describe(
                false,
                HiddenLayers.of(Activation.TANH, 1, 2),
                new double[] {1, 1, 2, 2, 0, 0, 0, 4}))
        .startsWith(
            "network softmax model: 2 features -> 1 tanh -> 2 tanh -> 2 classes, 8 parameters (no biases)")
        .endsWith(
            "  2 x 1: root mean square weight 1.000, largest magnitude 1.000",
            "  1 x 2: root mean square weight 2.000, largest magnitude 2.000",
            "  2 x 2: root mean square weight 2.000, largest magnitude 4.000");
  }
}
