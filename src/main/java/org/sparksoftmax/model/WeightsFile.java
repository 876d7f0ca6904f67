package org.sparksoftmax.model;

import static org.sparksoftmax.model.ModelCodec.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The format of {@code weights.bin}, little endian: the magic {@code SSMX}, int32 format version,
 * int32 K, int32 D, int32 intercept (0 or 1: whether there are constants), from version 4 on int32
 * number of hidden layers and int32 width of each, from version 5 on int32 units (the sum of 1:
 * centres, 2: spreads, 4: float64 needed) and the centres and spreads of all features as float64,
 * then the parameters in the order of {@link ParameterLayout}, W¹ class-major, as float64, and the
 * CRC-32C of all preceding bytes as int32.
 *
 * @param version the format version of the model
 * @param classes K
 * @param features D
 * @param hidden the width of each hidden layer
 * @param units units of the features
 * @param parameters W class-major, then b
 */
record WeightsFile(
    int version,
    int classes,
    int features,
    boolean intercept,
    int[] hidden,
    FeatureUnits units,
    double[] parameters) {

  private static final int CENTRES = 1;
  private static final int SPREADS = 2;
  private static final int FLOAT64 = 4;

  /** Upper limit for valid files; a network with more layers could not be trained. */
  private static final int MAX_HIDDEN_LAYERS = 1000;

  private static final int MAGIC = 0x584D5353; // "SSMX" as little-endian bytes
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int FRAME_BYTES = HEADER_BYTES + CHECKSUM_BYTES;
  static final int MAX_PARAMETERS = (ModelCodec.MAX_WEIGHTS_BYTES - FRAME_BYTES) / Double.BYTES;

  static byte[] encode(SoftmaxModel model, int version) {
    double[] parameters = model.parameters(WeightOrder.CLASS_MAJOR);
    int[] hidden = model.hidden().widths();
    boolean listsHidden = version >= ModelCodec.WITH_HIDDEN_LAYERS;
    double[] centres = model.units().centres();
    double[] spreads = model.units().spreads();
    boolean hasUnits = version >= ModelCodec.WITH_UNITS;
    long more = listsHidden ? (1 + hidden.length) * Integer.BYTES : 0;
    more += hasUnits ? Integer.BYTES + unitBytes(centres) + unitBytes(spreads) : 0;
    ByteBuffer buffer =
        ByteBuffer.allocate(bytes(parameters.length, more)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(version);
    buffer.putInt(model.classes().size()).putInt(model.schema().features());
    buffer.putInt(model.layout(WeightOrder.CLASS_MAJOR).intercept() ? 1 : 0);
    if (listsHidden) {
      buffer.putInt(hidden.length);
      Arrays.stream(hidden).forEach(buffer::putInt);
    }
    if (hasUnits) {
      buffer.putInt(
          (centres == null ? 0 : CENTRES)
              + (spreads == null ? 0 : SPREADS)
              + (model.units().needsFloat64() ? FLOAT64 : 0));
      put(centres, buffer);
      put(spreads, buffer);
    }
    for (double parameter : parameters) {
      buffer.putDouble(parameter);
    }
    buffer.putInt(Checksum.of(buffer.array(), buffer.position()));
    return buffer.array();
  }

  /**
   * Length of the file of a model with {@code parameters} parameters.
   *
   * @param more bytes of the header beyond the fixed ones
   */
  static int bytes(int parameters, long more) {
    long most = (ModelCodec.MAX_WEIGHTS_BYTES - FRAME_BYTES - more) / Double.BYTES;
    if (parameters > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot write a model of %d parameters: %s holds at most %d",
              parameters,
              ModelCodec.WEIGHTS,
              most));
    }
    return (int) (FRAME_BYTES + more + (long) parameters * Double.BYTES);
  }

  private static long unitBytes(double[] values) {
    return values == null ? 0 : (long) values.length * Double.BYTES;
  }

  private static void put(double[] values, ByteBuffer buffer) {
    for (int j = 0; values != null && j < values.length; j++) {
      buffer.putDouble(values[j]);
    }
  }

  /** Reads the file. Its length is checked against its sizes before anything is allocated. */
  static WeightsFile decode(byte[] file) {
    require(
        file.length >= FRAME_BYTES,
        () ->
            String.format(
                Locale.ROOT,
                "%s has %d bytes (at least %d)",
                ModelCodec.WEIGHTS,
                file.length,
                FRAME_BYTES));
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    require(
        buffer.getInt() == MAGIC,
        () -> String.format(Locale.ROOT, "%s is not a spark-softmax model", ModelCodec.WEIGHTS));
    int version = buffer.getInt();
    ModelCodec.requireReadable(ModelCodec.WEIGHTS, version);
    int classes = buffer.getInt();
    int features = buffer.getInt();
    int intercept = buffer.getInt();
    int[] hidden = version >= ModelCodec.WITH_HIDDEN_LAYERS ? hidden(buffer, version) : new int[0];
    int kinds = version >= ModelCodec.WITH_UNITS ? unitKinds(buffer, version) : 0;
    long units = (long) Integer.bitCount(kinds & ~FLOAT64) * features * Double.BYTES;
    long bytes =
        classes > 0 && features > 0 && (intercept == 0 || intercept == 1)
            ? buffer.position() + units + parameterBytes(classes, features, intercept, hidden)
            : -1;
    require(
        bytes + CHECKSUM_BYTES == file.length,
        () ->
            String.format(
                Locale.ROOT,
                "%s has %d bytes, which do not fit %d classes x %d features%s",
                ModelCodec.WEIGHTS,
                file.length,
                classes,
                features,
                hidden.length == 0 ? "" : ", hidden layers " + Arrays.toString(hidden)));
    require(
        buffer.getInt(file.length - CHECKSUM_BYTES)
            == Checksum.of(file, file.length - CHECKSUM_BYTES),
        () ->
            String.format(
                Locale.ROOT, "%s is damaged: its checksum does not match", ModelCodec.WEIGHTS));
    FeatureUnits read = units(buffer, kinds, features);
    double[] parameters = new double[(int) (bytes - buffer.position()) / Double.BYTES];
    buffer.asDoubleBuffer().get(parameters);
    return new WeightsFile(version, classes, features, intercept == 1, hidden, read, parameters);
  }

  private static int unitKinds(ByteBuffer buffer, int version) {
    int kinds = buffer.remaining() > CHECKSUM_BYTES ? buffer.getInt() : -1;
    require(
        kinds >= (version >= ModelCodec.WITH_PARTS ? 0 : CENTRES)
            && kinds <= CENTRES + SPREADS + FLOAT64,
        () ->
            String.format(
                Locale.ROOT, "%s is damaged: its units are %d", ModelCodec.WEIGHTS, kinds));
    return kinds;
  }

  private static FeatureUnits units(ByteBuffer buffer, int kinds, int features) {
    double[] centres = (kinds & CENTRES) == 0 ? null : doubles(buffer, features);
    double[] spreads = (kinds & SPREADS) == 0 ? null : doubles(buffer, features);
    try {
      return FeatureUnits.of(centres, spreads).inFloat64((kinds & FLOAT64) != 0);
    } catch (IllegalArgumentException invalid) {
      throw new ModelCodec.CorruptModelException(
          String.format(
              Locale.ROOT, "%s is damaged: %s", ModelCodec.WEIGHTS, invalid.getMessage()));
    }
  }

  private static double[] doubles(ByteBuffer buffer, int count) {
    double[] values = new double[count];
    for (int j = 0; j < count; j++) {
      values[j] = buffer.getDouble();
    }
    return values;
  }

  private static int[] hidden(ByteBuffer buffer, int version) {
    int count = buffer.getInt(); // the checksum if the file is too short; rejected below
    int least = version >= ModelCodec.WITH_UNITS ? 0 : 1;
    require(
        count >= least
            && count <= MAX_HIDDEN_LAYERS
            && count <= (buffer.remaining() - CHECKSUM_BYTES) / Integer.BYTES,
        () ->
            String.format(
                Locale.ROOT, "%s is damaged: it has %d hidden layers", ModelCodec.WEIGHTS, count));
    int[] hidden = new int[count];
    for (int l = 0; l < count; l++) {
      int width = buffer.getInt();
      require(
          width > 0,
          () ->
              String.format(
                  Locale.ROOT,
                  "%s is damaged: a hidden layer has %d units",
                  ModelCodec.WEIGHTS,
                  width));
      hidden[l] = width;
    }
    return hidden;
  }

  /** Bytes of the parameters, capped just above the size of any valid file. */
  private static long parameterBytes(int classes, int features, int intercept, int[] hidden) {
    long count = 0;
    long inputs = features;
    for (int l = 0; l <= hidden.length && count <= MAX_PARAMETERS; l++) {
      long outputs = l < hidden.length ? hidden[l] : classes;
      count += (inputs + intercept) * outputs; // below 2^62
      inputs = outputs;
    }
    return Math.min(count, MAX_PARAMETERS + 1L) * Double.BYTES;
  }
}
