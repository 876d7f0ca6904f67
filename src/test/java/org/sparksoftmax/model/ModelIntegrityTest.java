package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/** Any damage to the files of a model is detected, and old files remain readable. */
class ModelIntegrityTest extends ModelFilesContract {

  private static final double[] PARAMETERS = {1, 2, 3, 4, -1, -2, -3, Double.MIN_VALUE, 0.5, -0.5};
  private static final byte[] METADATA = golden(3, ModelCodec.METADATA);
  private static final byte[] WEIGHTS = golden(3, ModelCodec.WEIGHTS);

  ModelIntegrityTest() {
    super(3);
  }

  private static SoftmaxModel model(String... labels) {
    FeatureSchema schema =
        new FeatureSchema(
            4,
            List.of(
                new InputColumn("size", List.of()),
                new InputColumn("colour", List.of("blue", "red", "ünïcode"))),
            true);
    return new SoftmaxModel(LabelIndex.inGivenOrder(List.of(labels)), schema, true, PARAMETERS)
        .withTemperature(1.5);
  }

  static byte[] golden(int version, String file) {
    try (InputStream in =
        ModelIntegrityTest.class.getResourceAsStream("version-" + version + "/" + file)) {
      return in.readAllBytes();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void modelsOfEveryVersionAreRead(int version) {
    SoftmaxModel expected = version == 1 ? model("a", "b") : model("a", "\n\"\uD83D\uDE00\uD800");
    SoftmaxModel model =
        ModelCodec.decode(
            golden(version, ModelCodec.METADATA), golden(version, ModelCodec.WEIGHTS));
    assertThat(model.classes().labels()).isEqualTo(expected.classes().labels());
    assertThat(model.schema()).isEqualTo(expected.schema());
    assertThat(model.hasIntercept()).isTrue();
    assertThat(model.temperature()).isEqualTo(version < 3 ? 1 : 1.5);
    assertThat(model.parameters(WeightOrder.CLASS_MAJOR)).containsExactly(PARAMETERS);
  }

  @Test
  void modelsAreWrittenInTheNewestVersion() {
    Map<String, byte[]> files = ModelCodec.encode(model("a", "\n\"\uD83D\uDE00\uD800"));
    assertThat(files).containsOnlyKeys(ModelCodec.METADATA, ModelCodec.WEIGHTS);
    assertThat(files.get(ModelCodec.METADATA))
        .asString()
        .isEqualTo(new String(METADATA, StandardCharsets.UTF_8));
    assertThat(files.get(ModelCodec.WEIGHTS)).isEqualTo(WEIGHTS);
  }

  @Test
  void aVersionThatWasSetBackIsFound() {
    refuses(replaced("\"formatVersion\" : 3", "\"formatVersion\" : 1"), WEIGHTS);
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, withChecksum(patched(4, 1))))
        .hasMessage("metadata.json has formatVersion 3 but weights.bin has version 1");
  }

  @ParameterizedTest
  @CsvSource({
    "8, 2147483647",
    "12, 2147483647",
    "8, -1",
    "12, -4",
    "8, 0",
    "12, 0",
    "16, 2",
    "16, -1"
  })
  void sizesThatDoNotFitTheFileAreRefusedBeforeAnythingIsAllocated(int position, int value) {
    byte[] weights = withChecksum(patched(position, value));
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, weights))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage(
            "weights.bin has 104 bytes, which do not fit %d classes x %d features",
            position == 8 ? value : 2, position == 12 ? value : 4);
  }

  @Test
  void otherFilesAndLaterVersionsAreNamed() {
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, new byte[23]))
        .hasMessage("weights.bin has 23 bytes (at least 24)");
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, new byte[24]))
        .hasMessage("weights.bin is not a spark-softmax model");
    for (int version : new int[] {0, 7}) {
      assertThatThrownBy(() -> ModelCodec.decode(METADATA, withChecksum(patched(4, version))))
          .hasMessage(
              "weights.bin has format version %d (this version of spark-softmax reads 1 to 6)",
              version);
    }
    assertThatThrownBy(() -> ModelCodec.decode(METADATA, flipped(WEIGHTS, 500)))
        .hasMessage("weights.bin is damaged: its checksum does not match");
    assertThatThrownBy(() -> ModelCodec.decode(flipped(METADATA, 500), WEIGHTS))
        .hasMessage("metadata.json is damaged: its checksum does not match");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"features\" : 4|\"features\" : \"4\"|features is \"4\", not a whole number",
        "\"features\" : 4|\"features\" : 4.0|features is 4.0, not a whole number",
        "\"features\" : 4|\"features\" : 4000000000|features is 4000000000, not a whole number",
        "\"features\" : 4|\"features\" : null|features is null, not a whole number",
        "\"features\" : 4|\"feature\" : 4|it has no features",
        "\"features\" : 4|\"features\" : 5|Invalid schema: columns of 4 features where the model has 5",
        "\"intercept\" : true|\"intercept\" : 1|intercept is 1, not true or false",
        "\"columnsNamed\" : true|\"columnsNamed\" : []|columnsNamed is [], not true or false",
        "[ \"a\", \"b\" ]|[ \"a\", 7 ]|classes holds 7, which is not a text",
        "[ \"a\", \"b\" ]|[ \"a\", \"a\" ]|Duplicate label: a",
        "[ \"a\", \"b\" ]|[ \"a\", \"\\u001Bb\", \"\\u001Bb\" ]|Duplicate label: ?b",
        "[ \"a\", \"b\" ]|\"ab\"|classes is \"ab\", not a list",
        "\"categories\" : [ \"blue\"|\"categories\" : [ null|categories holds null, which is not a text",
        "\"name\" : \"size\"|\"name\" : {}|name is {}, not a text",
        "\"columns\" : [|\"columns\" : [ 1,|1 is not an object",
        "\"columns\" : [|\"columns\" : [ [[[[[[[[[]]]]]]]]],|Document nesting depth (9) exceeds the maximum allowed (8, from `StreamReadConstraints.getMaxNestingDepth()`)",
        "\"features\" : 4|\"features\" : 4, \"features\" : 4|Duplicate field 'features'",
      })
  void everyTypeIsHeldStrictlyAlsoInFilesWithoutAChecksum(
      String text, String replacement, String problem) {
    byte[] metadata = golden(1, ModelCodec.METADATA);
    String changed = new String(metadata, StandardCharsets.UTF_8).replace(text, replacement);
    assertThatThrownBy(
            () ->
                ModelCodec.decode(
                    changed.getBytes(StandardCharsets.UTF_8), golden(1, ModelCodec.WEIGHTS)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage("metadata.json is damaged: " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 'temperature is 0.0, not above 0 and finite'",
    "-1.5, 'temperature is -1.5, not above 0 and finite'",
    "1e999, 'temperature is Infinity, not above 0 and finite'",
    "null, 'temperature is null, not a number'",
    "\"1.5\", 'temperature is \"1.5\", not a number'"
  })
  void temperaturesAreNumbersAboveZero(String value, String problem) {
    String text = replacedText("\"temperature\" : 1.5", "\"temperature\" : " + value);
    assertThatThrownBy(() -> ModelCodec.decode(withChecksum(text), WEIGHTS))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage("metadata.json is damaged: " + problem);
  }

  static void refuses(byte[] metadata, byte[] weights) {
    assertThatThrownBy(() -> ModelCodec.decode(metadata, weights))
        .isInstanceOf(CorruptModelException.class)
        .hasMessageMatching("\\P{Cc}+");
  }

  static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  static byte[] appended(byte[] bytes, int value) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = (byte) value;
    return longer;
  }

  private static byte[] replaced(String text, String replacement) {
    return replacedText(text, replacement).getBytes(StandardCharsets.UTF_8);
  }

  private static String replacedText(String text, String replacement) {
    String metadata = new String(METADATA, StandardCharsets.UTF_8);
    assertThat(metadata).contains(text);
    return metadata.replace(text, replacement);
  }

  private static byte[] patched(int position, int value) {
    byte[] weights = WEIGHTS.clone();
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
    return weights;
  }

  /** The bytes of metadata.json with a matching checksum. */
  static byte[] withChecksum(String metadata) {
    int digits = metadata.indexOf("crc32c:") + "crc32c:".length();
    byte[] before = metadata.substring(0, digits).getBytes(StandardCharsets.UTF_8);
    String checksum = String.format(Locale.ROOT, "%08x", Checksum.of(before, before.length));
    return (metadata.substring(0, digits) + checksum + metadata.substring(digits + 8))
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] withChecksum(byte[] weights) {
    int end = weights.length - Integer.BYTES;
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putInt(end, Checksum.of(weights, end));
    return weights;
  }
}
