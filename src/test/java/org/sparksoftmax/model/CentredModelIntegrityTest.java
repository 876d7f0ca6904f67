package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.model.ModelIntegrityTest.golden;
import static org.sparksoftmax.model.ModelIntegrityTest.withChecksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/** Any damage to the files of models on centred features is detected. */
class CentredModelIntegrityTest extends ModelFilesContract {

  private static final byte[] METADATA = golden(5, ModelCodec.METADATA);
  private static final byte[] WEIGHTS = golden(5, ModelCodec.WEIGHTS);

  /** Positions in {@link #WEIGHTS}: the number of hidden layers, the units, what follows them. */
  private static final int HIDDEN = 20;

  private static final int UNITS = 24;
  private static final int CENTRES = 28;
  private static final int SPREADS = 60;
  private static final int BYTES = 176;

  CentredModelIntegrityTest() {
    super(5);
  }

  /** Without intercepts, so that the constants are W c; 4 features, 2 classes. */
  private static SoftmaxModel model() {
    FeatureSchema schema =
        new FeatureSchema(
            4,
            List.of(
                new InputColumn("day", List.of()),
                new InputColumn("colour", List.of("blue", "red", "ünïcode"))),
            true);
    return new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "\n\"\uD83D\uDE00\uD800")),
            schema,
            false,
            new double[] {0.1, 2, 3, 4, -0.1, -2, -3, Double.MIN_VALUE})
        .withUnits(
            FeatureUnits.of(new double[] {20240101, 0, 0, 0}, new double[] {3.25, 1, 1, 1})
                .inFloat64(true))
        .withTemperature(1.5);
  }

  @Test
  void modelsOfVersion5AreRead() {
    SoftmaxModel read = ModelCodec.decode(METADATA, WEIGHTS);
    assertThat(read.classes().labels()).isEqualTo(model().classes().labels());
    assertThat(read.schema()).isEqualTo(model().schema());
    assertThat(read.hasIntercept()).isFalse();
    assertThat(read.isLinear()).isTrue();
    assertThat(read.temperature()).isEqualTo(1.5);
    assertThat(read.units().centres()).containsExactly(20240101, 0, 0, 0);
    assertThat(read.units().spreads()).containsExactly(3.25, 1, 1, 1);
    assertThat(read.units().needsFloat64()).isTrue();
    double constant = 0.1 * 20240101;
    assertThat(read.parameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(0.1, 2, 3, 4, -0.1, -2, -3, Double.MIN_VALUE, constant, -constant);
    assertThat(read.intercept(0)).isZero();
  }

  @Test
  void modelsWithUnitsAreWrittenAsVersion5() {
    Map<String, byte[]> files = ModelCodec.encode(model());
    assertThat(files.get(ModelCodec.METADATA))
        .asString()
        .isEqualTo(new String(METADATA, StandardCharsets.UTF_8));
    assertThat(files.get(ModelCodec.WEIGHTS)).isEqualTo(WEIGHTS).hasSize(BYTES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void unitsOfNoKnownKindAreRefused(int kinds) {
    refusesWeights(
        UNITS,
        kinds,
        String.format(Locale.ROOT, "weights.bin is damaged: its units are %d", kinds));
  }

  /** Without centres or spreads, the file is too long. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 6})
  void unitsOfAnotherKindDoNotFitTheFile(int kinds) {
    refusesWeights(
        UNITS, kinds, "weights.bin has 176 bytes, which do not fit 2 classes x 4 features");
  }

  /** The same number of bytes, but for 3 or 5 centres and spreads. */
  @ParameterizedTest
  @CsvSource({"12, 3", "12, 5", "12, 2147483647", "12, -1", "8, 1", "8, 2147483647", "16, 0"})
  void sizesThatDoNotFitTheFileAreRefusedBeforeAnythingIsAllocated(int position, int value) {
    refusesWeights(
        position,
        value,
        String.format(
            Locale.ROOT,
            "weights.bin has 176 bytes, which do not fit %d classes x %d features",
            position == 8 ? value : 2,
            position == 12 ? value : 4));
  }

  @Test
  void sizesWhoseSumOverflowsAreRefused() {
    byte[] weights = WEIGHTS.clone();
    ByteBuffer buffer = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(8, Integer.MAX_VALUE).putInt(12, Integer.MAX_VALUE);
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, withChecksum(weights)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageContaining("which do not fit");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void centresAreFinite(double value) {
    for (int j = 0; j < 4; j++) {
      refusesUnits(CENTRES + 8 * j, value, "Invalid centres of features: not all are finite");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 0, -1})
  void spreadsAreFiniteAndAboveZero(double value) {
    for (int j = 0; j < 4; j++) {
      refusesUnits(
          SPREADS + 8 * j, value, "Invalid spreads of features: not all are finite and above 0");
    }
  }

  @Test
  void otherCentresAreThoseOfAnotherModel() {
    byte[] weights = WEIGHTS.clone();
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putDouble(CENTRES, 20240102);
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, withChecksum(weights)))
        .hasMessage("metadata.json and weights.bin do not belong together (modelSha256 differs)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"type\" : \"linear\"|\"type\" : \"forest\"|metadata.json has type 'forest' (in files of version 5 it is linear or network)",
        "\"type\" : \"linear\"|\"type\" : \"network\"|metadata.json is damaged: it has no activation",
        "\"formatVersion\" : 5|\"formatVersion\" : 3|metadata.json has formatVersion 3 but weights.bin has version 5",
        "\"features\" : 4|\"features\" : 5|metadata.json is damaged: Invalid schema: columns of 4 features where the model has 5",
      })
  void metadataThatContradictsTheWeightsIsRefused(String text, String replacement, String message) {
    refusesMetadata(text, replacement, message);
  }

  @Test
  void numbersOfHiddenLayersThatTheFileCannotHaveAreRefused() {
    for (int count : new int[] {-1, 38, 1001, Integer.MAX_VALUE}) {
      refusesWeights(
          HIDDEN,
          count,
          String.format(Locale.ROOT, "weights.bin is damaged: it has %d hidden layers", count));
    }
  }

  private static void refusesUnits(int position, double value, String problem) {
    byte[] weights = WEIGHTS.clone();
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putDouble(position, value);
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, withChecksum(weights)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage("weights.bin is damaged: " + problem);
  }
}
