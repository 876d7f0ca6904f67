package org.sparksoftmax.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.sparksoftmax.linalg.WeightOrder;

/**
 * The form of a model on disk.
 *
 * <p>{@code metadata.json} names the format version, the classes and the input columns. {@code
 * weights.bin}, little endian: the magic {@code SSMX}, int32 version, int32 K, int32 D, int32
 * intercept (0 or 1), W class-major then b as float64, and the CRC-32C of all bytes before it as
 * int32.
 */
public final class ModelCodec {

  /** Name of the file of metadata. */
  public static final String METADATA = "metadata.json";

  /** Name of the file of parameters. */
  public static final String WEIGHTS = "weights.bin";

  private static final int VERSION = 1;
  private static final int MAGIC = 0x584D5353; // "SSMX" as little-endian bytes
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelCodec() {}

  /** A model file that is not what it should be. */
  public static final class CorruptModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptModelException(String message) {
      super(message);
    }
  }

  /** The files of {@code model}, by name. */
  public static Map<String, byte[]> encode(SoftmaxModel model) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(WEIGHTS, weights(model));
    files.put(METADATA, metadata(model).getBytes(StandardCharsets.UTF_8));
    return files;
  }

  /**
   * Reads a model back.
   *
   * @throws CorruptModelException if the files are damaged, of another version, or do not belong
   *     together
   */
  public static SoftmaxModel decode(byte[] metadata, byte[] weights) {
    try {
      return decode(JSON.readTree(new String(metadata, StandardCharsets.UTF_8)), weights);
    } catch (JsonProcessingException | IllegalArgumentException bad) {
      String reason = bad.getMessage().lines().findFirst().orElse("");
      throw new CorruptModelException("%s is damaged: %s".formatted(METADATA, reason));
    }
  }

  private static SoftmaxModel decode(JsonNode metadata, byte[] weights) {
    require(
        metadata.path("formatVersion").asInt() == VERSION,
        "%s has formatVersion %s (this version reads %d)"
            .formatted(METADATA, metadata.path("formatVersion"), VERSION));
    List<String> labels = strings(metadata.path("classes"));
    LabelIndex classes = LabelIndex.inGivenOrder(labels);
    List<FeatureSchema.InputColumn> columns = new ArrayList<>();
    for (JsonNode column : metadata.path("columns")) {
      columns.add(
          new FeatureSchema.InputColumn(
              column.path("name").asText(), strings(column.path("categories"))));
    }
    FeatureSchema schema =
        new FeatureSchema(
            metadata.path("features").asInt(), columns, metadata.path("columnsNamed").asBoolean());
    boolean intercept = metadata.path("intercept").asBoolean();
    SoftmaxModel model =
        new SoftmaxModel(
            classes, schema, intercept, parameters(weights, classes.size(), schema, intercept));
    require(
        model.sha256().equals(metadata.path("modelSha256").asText()),
        "%s and %s do not belong together (modelSha256 differs)".formatted(METADATA, WEIGHTS));
    return model;
  }

  private static double[] parameters(
      byte[] weights, int classes, FeatureSchema schema, boolean intercept) {
    int features = schema.features();
    long count = (features + (intercept ? 1L : 0L)) * classes;
    long expected = HEADER_BYTES + count * Double.BYTES + Integer.BYTES;
    require(
        weights.length == expected,
        "%s has %d bytes where %d classes x %d features need %d"
            .formatted(WEIGHTS, weights.length, classes, features, expected));
    ByteBuffer buffer = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
    require(
        buffer.getInt(weights.length - Integer.BYTES)
            == checksum(weights, weights.length - Integer.BYTES),
        WEIGHTS + " is damaged: its checksum does not match");
    require(buffer.getInt() == MAGIC, WEIGHTS + " is not a spark-softmax model");
    int version = buffer.getInt();
    require(
        version == VERSION,
        "%s has version %d (this version reads %d)".formatted(WEIGHTS, version, VERSION));
    require(
        buffer.getInt() == classes
            && buffer.getInt() == features
            && buffer.getInt() == (intercept ? 1 : 0),
        "%s and %s do not belong together (their sizes differ)".formatted(METADATA, WEIGHTS));
    double[] parameters = new double[(int) count];
    buffer.asDoubleBuffer().get(parameters);
    return parameters;
  }

  private static byte[] weights(SoftmaxModel model) {
    double[] parameters = model.parameters(WeightOrder.CLASS_MAJOR);
    long bytes = HEADER_BYTES + (long) parameters.length * Double.BYTES + Integer.BYTES;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Cannot write a model of %d parameters: %s would have %d bytes (at most 2 GiB)"
              .formatted(parameters.length, WEIGHTS, bytes));
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(VERSION);
    buffer.putInt(model.classes().size()).putInt(model.schema().features());
    buffer.putInt(model.hasIntercept() ? 1 : 0);
    for (double parameter : parameters) {
      buffer.putDouble(parameter);
    }
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    return buffer.array();
  }

  private static String metadata(SoftmaxModel model) {
    ObjectNode root = JSON.createObjectNode();
    root.put("formatVersion", VERSION);
    root.put("type", "linear");
    root.put("features", model.schema().features());
    root.put("intercept", model.hasIntercept());
    root.put("layout", "W class-major (K x D), then b (K); float64 little endian; raw features");
    root.put("modelSha256", model.sha256());
    model.classes().labels().forEach(root.putArray("classes")::add);
    root.put("columnsNamed", model.schema().columnsNamed());
    ArrayNode columns = root.putArray("columns");
    for (FeatureSchema.InputColumn column : model.schema().columns()) {
      ObjectNode node = columns.addObject().put("name", column.name());
      if (!column.categories().isEmpty()) {
        column.categories().forEach(node.putArray("categories")::add);
      }
    }
    return root.toPrettyString() + "\n";
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asText()));
    return strings;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new CorruptModelException(message);
    }
  }
}
