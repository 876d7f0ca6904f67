package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.model.ModelIntegrityTest.golden;
import static org.sparksoftmax.model.ModelIntegrityTest.withChecksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/** Any damage to the files of networks is detected, and old files remain readable. */
class NetworkModelIntegrityTest extends ModelFilesContract {

  private static final byte[] METADATA = golden(4, ModelCodec.METADATA);
  private static final byte[] WEIGHTS = golden(4, ModelCodec.WEIGHTS);

  NetworkModelIntegrityTest() {
    super(4);
  }

  /** A model with 4 features, 3 and 2 units, and 2 classes. */
  private static SoftmaxModel model() {
    FeatureSchema schema =
        new FeatureSchema(
            4,
            List.of(
                new InputColumn("size", List.of()),
                new InputColumn("colour", List.of("blue", "red", "ünïcode"))),
            true);
    double[] parameters = new double[4 * 3 + 3 * 2 + 2 * 2 + 3 + 2 + 2];
    Arrays.setAll(parameters, i -> i == 5 ? Double.MIN_VALUE : 0.5 * i - 7);
    return new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "\n\"\uD83D\uDE00\uD800")),
            schema,
            true,
            HiddenLayers.of(Activation.LEAKY_RELU, 3, 2),
            parameters)
        .withTemperature(1.5);
  }

  @Test
  void networksOfVersion4AreRead() {
    SoftmaxModel read = ModelCodec.decode(METADATA, WEIGHTS);
    assertThat(read.hidden()).isEqualTo(model().hidden());
    assertThat(read.classes().labels()).isEqualTo(model().classes().labels());
    assertThat(read.schema()).isEqualTo(model().schema());
    assertThat(read.hasIntercept()).isTrue();
    assertThat(read.temperature()).isEqualTo(1.5);
    assertThat(read.parameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(model().parameters(WeightOrder.CLASS_MAJOR));
  }

  @Test
  void networksAreWrittenAsVersion4() {
    Map<String, byte[]> files = ModelCodec.encode(model());
    assertThat(files.get(ModelCodec.METADATA))
        .asString()
        .isEqualTo(new String(METADATA, StandardCharsets.UTF_8));
    assertThat(files.get(ModelCodec.WEIGHTS)).isEqualTo(WEIGHTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 61, 1001, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void numbersOfHiddenLayersThatTheFileCannotHaveAreRefused(int count) {
    refusesWeights(
        20,
        count,
        String.format(Locale.ROOT, "weights.bin is damaged: it has %d hidden layers", count));
  }

  @Test
  void anotherNumberOfHiddenLayersDoesNotFitTheFile() {
    refusesWeights(
        20,
        1,
        "weights.bin has 268 bytes, which do not fit 2 classes x 4 features, hidden layers [3]");
    refusesWeights(20, 3, "weights.bin is damaged: a hidden layer has 0 units");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void layersWithoutUnitsAreRefused(int width) {
    String message =
        String.format(Locale.ROOT, "weights.bin is damaged: a hidden layer has %d units", width);
    refusesWeights(24, width, message);
    refusesWeights(28, width, message);
  }

  @ParameterizedTest
  @CsvSource({
    "8, 2147483647, 2147483647, 4, '[3, 2]'",
    "8, -1, -1, 4, '[3, 2]'",
    "12, 2147483647, 2, 2147483647, '[3, 2]'",
    "12, 0, 2, 0, '[3, 2]'",
    "16, 2, 2, 4, '[3, 2]'",
    "16, 0, 2, 4, '[3, 2]'",
    "24, 2147483647, 2, 4, '[2147483647, 2]'",
    "28, 2147483647, 2, 4, '[3, 2147483647]'",
    "28, 3, 2, 4, '[3, 3]'"
  })
  void sizesThatDoNotFitTheFileAreRefusedBeforeAnythingIsAllocated(
      int position, int value, int classes, int features, String hidden) {
    refusesWeights(
        position,
        value,
        String.format(
            Locale.ROOT,
            "weights.bin has 268 bytes, which do not fit %d classes x %d features, hidden layers %s",
            classes,
            features,
            hidden));
  }

  @Test
  void sizesWhoseProductOverflowsAreRefused() {
    byte[] weights = WEIGHTS.clone();
    ByteBuffer buffer = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
    for (int position : new int[] {8, 12, 24, 28}) {
      buffer.putInt(position, Integer.MAX_VALUE);
    }
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, withChecksum(weights)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("which do not fit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"type\" : \"network\"|\"type\" : \"linear\"|metadata.json has type 'linear' (in files of version 4 it is network)",
        "\"type\" : \"network\"|\"type\" : \"forest\"|metadata.json has type 'forest' (in files of version 4 it is network)",
        "\"formatVersion\" : 4|\"formatVersion\" : 3|metadata.json has formatVersion 3 but weights.bin has version 4",
        "\"formatVersion\" : 4|\"formatVersion\" : 5|metadata.json has formatVersion 5 but weights.bin has version 4",
        "[ 3, 2 ]|[ 3 ]|metadata.json and weights.bin do not belong together (their sizes differ)",
        "[ 3, 2 ]|[ 2, 3 ]|metadata.json and weights.bin do not belong together (their sizes differ)",
        "[ 3, 2 ]|[ ]|metadata.json and weights.bin do not belong together (their sizes differ)",
        "[ 3, 2 ]|[ 3, 0 ]|metadata.json is damaged: Invalid width of a hidden layer: 0 (must be >= 1)",
        "[ 3, 2 ]|[ 3, 2.5 ]|metadata.json is damaged: hiddenLayers holds 2.5, which is not a whole number",
        "[ 3, 2 ]|3|metadata.json is damaged: hiddenLayers is 3, not a list",
        "\"hiddenLayers\"|\"hidden\"|metadata.json is damaged: it has no hiddenLayers",
        "leaky-relu|LEAKY_RELU|metadata.json is damaged: activation is 'LEAKY_RELU', which this version of spark-softmax does not support",
        "\"activation\" : \"leaky-relu\"|\"activation\" : 1|metadata.json is damaged: activation is 1, not a text",
        "\"features\" : 4|\"features\" : 5|metadata.json is damaged: Invalid schema: columns of 4 features where the model has 5",
        "\"intercept\" : true|\"intercept\" : false|metadata.json and weights.bin do not belong together (their sizes differ)",
      })
  void metadataThatContradictsTheWeightsIsRefused(String text, String replacement, String message) {
    refusesMetadata(text, replacement, message);
  }

  @Test
  void filesOfALinearModelAndOfANetworkAreToldApart() {
    assertThatThrownBy(() -> ModelCodec.decode(golden(3, ModelCodec.METADATA), WEIGHTS))
        .hasMessage("metadata.json has formatVersion 3 but weights.bin has version 4");
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, golden(3, ModelCodec.WEIGHTS)))
        .hasMessage("metadata.json has formatVersion 4 but weights.bin has version 3");
    String linear = new String(golden(3, ModelCodec.METADATA), StandardCharsets.UTF_8);
    assertThatThrownBy(
            () ->
                ModelCodec.decode(
                    withChecksum(linear.replace("\"linear\"", "\"network\"")),
                    golden(3, ModelCodec.WEIGHTS)))
        .hasMessage("metadata.json has type 'network' (in files of version 3 it is linear)");
  }
}
