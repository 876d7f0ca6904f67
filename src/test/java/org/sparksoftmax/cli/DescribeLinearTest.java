package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;

/** Tests the output of describe for a linear model. */
class DescribeLinearTest {

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          4,
          List.of(
              new InputColumn("income", List.of()),
              new InputColumn("share", List.of()),
              new InputColumn("colour", List.of("red", "blue"))),
          true);

  private static final double[] SPREADS = {1e5, 1e-3, 1, 1};

  @TempDir private Path folder;

  private static SoftmaxModel linear(List<String> labels, double... parameters) {
    return new SoftmaxModel(LabelIndex.inGivenOrder(labels), SCHEMA, true, parameters);
  }

  private InProcess.Outcome describe(SoftmaxModel model, String... options) throws IOException {
    for (Map.Entry<String, byte[]> file : ModelCodec.encode(model).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    String[] arguments = new String[options.length + 3];
    System.arraycopy(options, 0, arguments, 3, options.length);
    arguments[0] = "describe";
    arguments[1] = "--model";
    arguments[2] = folder.toString();
    return InProcess.run(arguments);
  }

  private List<String> lines(SoftmaxModel model, String... options) throws IOException {
    InProcess.Outcome outcome = describe(model, options);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out().lines().toList();
  }

  @Test
  void effectsArePerStandardDeviationAndWeightsPerUnit() throws IOException {
    SoftmaxModel model =
        linear(List.of("no", "yes"), 0, 0, 0, 0, 2e-5, 400, 3, 1, 0.5, 1.5)
            .withUnits(FeatureUnits.of(null, SPREADS));

    assertThat(lines(model))
        .endsWith(
            "strongest features by their effect on the log odds of the second class, per standard deviation of a numeric feature (and per unit), before the temperature",
            "(weights relative to the first class; of categories, relative to their column; --weights prints all raw weights):",
            "  yes vs. no: intercept 3.000, income +2.000 (2.00e-05 per unit), colour=red +1.000, colour=blue -1.000, share +0.4000 (400 per unit)");
  }

  @Test
  void severalClassesAreRelativeToTheirMean() throws IOException {
    SoftmaxModel model =
        linear(List.of("a", "b", "c"), 1, 0, 7, 7, 1, 3, 7, 7, 4, 3, 7, 7, 0, 0, 6);

    assertThat(lines(model))
        .endsWith(
            "strongest features of each class by their effect on its logit, per unit of the raw feature, before the temperature",
            "(weights relative to their mean over the classes; of categories, relative to their column; --weights prints all raw weights):",
            "  a: intercept -2.000, share -2.000, income -1.000",
            "  b: intercept -2.000, income -1.000, share +1.000",
            "  c: intercept 4.000, income +2.000, share +1.000");
  }

  @Test
  void weightsAreThoseOfRawFeaturesInFull() throws IOException {
    SoftmaxModel model =
        linear(List.of("no", "yes\t"), 0, 0.1, 2, 3, 2e-5, 400, 3, 1, 0.5, 1.5)
            .withUnits(FeatureUnits.of(new double[] {1e6, 0, 0, 0}, SPREADS));

    assertThat(lines(model, "--weights"))
        .startsWith("class\tfeature\tweight", "no\t(intercept)\t0.5", "no\tincome\t0.0")
        .contains("yes?\t(intercept)\t1.5", "yes?\tincome\t2.0E-5", "yes?\tcolour=blue\t1.0")
        .hasSize(11);
  }

  @Test
  void aNetworkHasNoSuchWeights() throws IOException {
    InProcess.Outcome outcome =
        describe(
            new SoftmaxModel(
                LabelIndex.inGivenOrder(List.of("a", "b")),
                FeatureSchema.unnamed(1),
                false,
                HiddenLayers.of(Activation.RELU, 1),
                new double[3]),
            "--weights");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Invalid --weights: the model in --model %s is a network (must be linear); use export --format onnx%n",
                folder));
  }
}
