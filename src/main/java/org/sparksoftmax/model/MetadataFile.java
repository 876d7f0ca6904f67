package org.sparksoftmax.model;

import static org.sparksoftmax.model.ModelCodec.METADATA;
import static org.sparksoftmax.model.ModelCodec.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.text.Keyword;

/**
 * The format of {@code metadata.json}. The file ends with {@code "checksum" : "crc32c:xxxxxxxx"},
 * eight lower-case hexadecimal digits over all preceding bytes, and with the bytes of {@link #END}.
 * Any byte that is changed, added or removed is detected, white space included.
 *
 * @param schema the input columns
 * @param hidden the hidden layers; none for a linear model
 * @param temperature {@link SoftmaxModel#temperature()}; 1 in old files that lack it
 * @param labelType {@link SoftmaxModel#labelType()}; text in files that lack it
 * @param modelSha256 {@link SoftmaxModel#sha256()} of the weights that belong to this file
 */
record MetadataFile(
    LabelIndex classes,
    FeatureSchema schema,
    boolean intercept,
    HiddenLayers hidden,
    double temperature,
    LabelType labelType,
    String modelSha256) {

  private static final String VERSION = "formatVersion";
  private static final String LABEL_TYPE = "labelType";
  private static final String LINEAR = "linear";
  private static final String NETWORK = "network";
  private static final String BEFORE_CHECKSUM = ",\n  \"checksum\" : \"crc32c:";
  private static final int CHECKSUM_DIGITS = 8;
  private static final byte[] END = utf8("\"\n}\n");

  private static final Pattern SHA256 = Pattern.compile("\"modelSha256\" ?: ?\"([0-9a-f]{64})\"");

  /** The bytes before the names of classes and columns; widths of layers are among them. */
  private static final int MAX_START = 1 << 16;

  /** An unpaired surrogate, which JSON can express but UTF-8 cannot. */
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(8)
                          .maxNumberLength(32)
                          .maxStringLength(ModelCodec.MAX_METADATA_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static byte[] encode(SoftmaxModel model, int version) {
    String text = text(json(model, version));
    byte[] before = utf8(text.substring(0, text.lastIndexOf("\n}")) + BEFORE_CHECKSUM);
    long length = (long) before.length + CHECKSUM_DIGITS + END.length;
    if (length > ModelCodec.MAX_METADATA_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot write a model of %d classes and %d columns: %s would have %d bytes (at most %d)",
              model.classes().size(),
              model.schema().columns().size(),
              METADATA,
              length,
              ModelCodec.MAX_METADATA_BYTES));
    }
    return ByteBuffer.allocate((int) length)
        .put(before)
        .put(utf8(digits(before, before.length)))
        .put(END)
        .array();
  }

  /**
   * Reads the file.
   *
   * @param version the format version that the file must have
   */
  static MetadataFile decode(byte[] file, int version) {
    require(
        file.length <= ModelCodec.MAX_METADATA_BYTES,
        () ->
            String.format(
                Locale.ROOT,
                "%s has %d bytes (at most %d)",
                METADATA,
                file.length,
                ModelCodec.MAX_METADATA_BYTES));
    if (version >= ModelCodec.CHECKSUMMED) {
      requireUndamaged(file);
    }
    JsonFields fields = parse(file);
    require(
        fields.wholeNumber(VERSION) == version,
        () ->
            String.format(
                Locale.ROOT,
                "%s has %s %d but %s has version %d",
                METADATA,
                VERSION,
                fields.wholeNumber(VERSION),
                ModelCodec.WEIGHTS,
                version));
    String type = fields.text("type");
    List<String> types = types(version);
    require(
        types.contains(type),
        () ->
            String.format(
                Locale.ROOT,
                "%s has type '%s' (in files of version %d it is %s)",
                METADATA,
                type,
                version,
                String.join(" or ", types)));
    try {
      return new MetadataFile(
          LabelIndex.inGivenOrder(fields.texts("classes")),
          new FeatureSchema(
              fields.wholeNumber("features"),
              columns(fields, version),
              fields.flag("columnsNamed")),
          fields.flag("intercept"),
          type.equals(NETWORK) ? hidden(fields) : HiddenLayers.NONE,
          version >= ModelCodec.WITH_TEMPERATURE ? temperature(fields) : 1.0,
          fields.has(LABEL_TYPE) ? new LabelType(fields.text(LABEL_TYPE)) : LabelType.TEXT,
          fields.text("modelSha256"));
    } catch (IllegalArgumentException invalid) {
      throw new ModelCodec.CorruptModelException(
          String.format(Locale.ROOT, "%s is damaged: %s", METADATA, invalid.getMessage()));
    }
  }

  /**
   * The checksum of the model, from the start of the file, where no text of the user precedes it.
   */
  static Optional<String> storedSha256(byte[] file) {
    String start =
        new String(file, 0, Math.min(file.length, MAX_START), StandardCharsets.ISO_8859_1);
    Matcher stored = SHA256.matcher(start);
    return stored.find() ? Optional.of(stored.group(1)) : Optional.empty();
  }

  private static List<String> types(int version) {
    if (version >= ModelCodec.WITH_UNITS) {
      return List.of(LINEAR, NETWORK);
    }
    return List.of(version >= ModelCodec.WITH_HIDDEN_LAYERS ? NETWORK : LINEAR);
  }

  private static HiddenLayers hidden(JsonFields fields) {
    return HiddenLayers.of(
        fields.choice("activation", Activation.class), fields.wholeNumbers("hiddenLayers"));
  }

  private static double temperature(JsonFields fields) {
    double temperature = fields.number("temperature");
    require(
        temperature > 0 && Double.isFinite(temperature),
        () ->
            String.format(
                Locale.ROOT,
                "%s is damaged: temperature is %s, not above 0 and finite",
                METADATA,
                temperature));
    return temperature;
  }

  private static List<FeatureSchema.InputColumn> columns(JsonFields fields, int version) {
    boolean parts = version >= ModelCodec.WITH_PARTS;
    return fields.objects("columns").stream()
        .map(column -> parts ? column(column) : plainColumn(column))
        .toList();
  }

  private static FeatureSchema.InputColumn plainColumn(JsonFields column) {
    return new FeatureSchema.InputColumn(column.text("name"), column.textsIfAny("categories"));
  }

  private static FeatureSchema.InputColumn column(JsonFields column) {
    String keyword = column.has("part") ? column.text("part") : "";
    return new FeatureSchema.InputColumn(
        column.text("name"),
        ColumnPart.find(keyword)
            .orElseThrow(
                () ->
                    new ModelCodec.CorruptModelException(
                        String.format(
                            Locale.ROOT,
                            "%s is damaged: it has the part '%s' of a column, which this version of spark-softmax does not support",
                            METADATA,
                            keyword))),
        column.textsIfAny("categories"),
        column.has("missing")
            ? Optional.of(imputation(column.object("missing")))
            : Optional.empty());
  }

  private static Imputation imputation(JsonFields missing) {
    return new Imputation(missing.number("value"), missing.flag("indicator"));
  }

  private static JsonFields parse(byte[] file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return new JsonFields(METADATA, JSON.readTree(text));
    } catch (CharacterCodingException bad) {
      throw new ModelCodec.CorruptModelException(METADATA + " is damaged: it is not UTF-8 text");
    } catch (JsonProcessingException bad) {
      throw new ModelCodec.CorruptModelException(
          String.format(Locale.ROOT, "%s is damaged: %s", METADATA, bad.getOriginalMessage()));
    }
  }

  private static void requireUndamaged(byte[] file) {
    int end = file.length - END.length;
    int from = end - CHECKSUM_DIGITS;
    require(
        from > 0
            && Arrays.equals(file, end, file.length, END, 0, END.length)
            && Arrays.equals(utf8(digits(file, from)), Arrays.copyOfRange(file, from, end)),
        () -> String.format(Locale.ROOT, "%s is damaged: its checksum does not match", METADATA));
  }

  private static ObjectNode json(SoftmaxModel model, int version) {
    ObjectNode root = JSON.createObjectNode();
    root.put(VERSION, version);
    root.put("type", model.isLinear() ? LINEAR : NETWORK);
    root.put("features", model.schema().features());
    root.put("intercept", model.hasIntercept());
    root.put("temperature", model.temperature());
    String features = model.units().isCentred() ? "features less their centres" : "raw features";
    if (model.isLinear()) {
      root.put("layout", "W class-major (K x D), then b (K); float64 little endian; " + features);
    } else {
      Arrays.stream(model.hidden().widths()).forEach(root.putArray("hiddenLayers")::add);
      root.put("activation", Keyword.of(model.hidden().activation()));
      root.put(
          "layout",
          "W of each layer (outputs x inputs), then b of each; float64 little endian; " + features);
    }
    root.put("modelSha256", model.sha256());
    model.classes().labels().forEach(root.putArray("classes")::add);
    if (!model.labelType().equals(LabelType.TEXT)) {
      root.put(LABEL_TYPE, model.labelType().name());
    }
    root.put("columnsNamed", model.schema().columnsNamed());
    ArrayNode columns = root.putArray("columns");
    for (FeatureSchema.InputColumn column : model.schema().columns()) {
      ObjectNode node = columns.addObject().put("name", column.column());
      if (!column.part().equals(ColumnPart.WHOLE)) {
        node.put("part", column.part().keyword());
      }
      column
          .imputation()
          .ifPresent(
              missing ->
                  node.putObject("missing")
                      .put("value", missing.fill())
                      .put("indicator", missing.indicator()));
      if (!column.categories().isEmpty()) {
        column.categories().forEach(node.putArray("categories")::add);
      }
    }
    return root;
  }

  private static String text(ObjectNode root) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    try {
      return LONE_SURROGATE
          .matcher(JSON.writer(printer).writeValueAsString(root))
          .replaceAll(
              half -> String.format(Locale.ROOT, "\\\\u%04x", (int) half.group().charAt(0)));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree of texts and numbers is JSON", impossible);
    }
  }

  private static String digits(byte[] bytes, int length) {
    return String.format(Locale.ROOT, "%08x", Checksum.of(bytes, length));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
