package org.sparksoftmax.model;

import static org.sparksoftmax.model.ModelCodec.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.sparksoftmax.linalg.WeightOrder;

/**
 * The form of {@code weights.bin}, little endian: the magic {@code SSMX}, int32 format version,
 * int32 K, int32 D, int32 intercept (0 or 1), from version 4 on int32 number of hidden layers and
 * int32 width of each, the parameters as {@link ParameterLayout} says, W¹ class-major, as float64,
 * and the CRC-32C of all bytes before it as int32.
 *
 * @param version the format version of the model
 * @param classes K
 * @param features D
 * @param hidden the width of each hidden layer
 * @param parameters W class-major, then b
 */
record WeightsFile(
    int version, int classes, int features, boolean intercept, int[] hidden, double[] parameters) {

  /** More would be no network that anyone could train. */
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
    int more = listsHidden ? (1 + hidden.length) * Integer.BYTES : 0;
    ByteBuffer buffer =
        ByteBuffer.allocate(bytes(parameters.length, more)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(version);
    buffer.putInt(model.classes().size()).putInt(model.schema().features());
    buffer.putInt(model.hasIntercept() ? 1 : 0);
    if (listsHidden) {
      buffer.putInt(hidden.length);
      Arrays.stream(hidden).forEach(buffer::putInt);
    }
    for (double parameter : parameters) {
      buffer.putDouble(parameter);
    }
    buffer.putInt(Checksum.of(buffer.array(), buffer.position()));
    return buffer.array();
  }

  /**
   * Length of the file of a model of {@code parameters} parameters.
   *
   * @param more bytes of the header beyond the usual ones
   */
  static int bytes(int parameters, int more) {
    int most = (ModelCodec.MAX_WEIGHTS_BYTES - FRAME_BYTES - more) / Double.BYTES;
    if (parameters > most) {
      throw new IllegalArgumentException(
          "Cannot write a model of %d parameters: %s holds at most %d"
              .formatted(parameters, ModelCodec.WEIGHTS, most));
    }
    return FRAME_BYTES + more + parameters * Double.BYTES;
  }

  /** Reads the file back; its length is held against its sizes before anything is allocated. */
  static WeightsFile decode(byte[] file) {
    require(
        file.length >= FRAME_BYTES,
        () ->
            "%s has %d bytes (at least %d)"
                .formatted(ModelCodec.WEIGHTS, file.length, FRAME_BYTES));
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    require(
        buffer.getInt() == MAGIC,
        () -> "%s is not a spark-softmax model".formatted(ModelCodec.WEIGHTS));
    int version = buffer.getInt();
    ModelCodec.requireReadable(ModelCodec.WEIGHTS, version);
    int classes = buffer.getInt();
    int features = buffer.getInt();
    int intercept = buffer.getInt();
    int[] hidden = version >= ModelCodec.WITH_HIDDEN_LAYERS ? hidden(buffer) : new int[0];
    long bytes =
        classes > 0 && features > 0 && (intercept == 0 || intercept == 1)
            ? buffer.position() + parameterBytes(classes, features, intercept, hidden)
            : -1;
    require(
        bytes + CHECKSUM_BYTES == file.length,
        () ->
            "%s has %d bytes, which do not fit %d classes x %d features%s"
                .formatted(
                    ModelCodec.WEIGHTS,
                    file.length,
                    classes,
                    features,
                    hidden.length == 0 ? "" : ", hidden layers " + Arrays.toString(hidden)));
    require(
        buffer.getInt(file.length - CHECKSUM_BYTES)
            == Checksum.of(file, file.length - CHECKSUM_BYTES),
        () -> "%s is damaged: its checksum does not match".formatted(ModelCodec.WEIGHTS));
    double[] parameters = new double[(int) (bytes - buffer.position()) / Double.BYTES];
    buffer.asDoubleBuffer().get(parameters);
    return new WeightsFile(version, classes, features, intercept == 1, hidden, parameters);
  }

  private static int[] hidden(ByteBuffer buffer) {
    int count = buffer.getInt(); // of a file that is too short, its checksum: not in range
    require(
        count > 0
            && count <= MAX_HIDDEN_LAYERS
            && count <= (buffer.remaining() - CHECKSUM_BYTES) / Integer.BYTES,
        () -> "%s is damaged: it has %d hidden layers".formatted(ModelCodec.WEIGHTS, count));
    int[] hidden = new int[count];
    for (int l = 0; l < count; l++) {
      int width = buffer.getInt();
      require(
          width > 0,
          () -> "%s is damaged: a hidden layer has %d units".formatted(ModelCodec.WEIGHTS, width));
      hidden[l] = width;
    }
    return hidden;
  }

  /** 8 times the number of parameters; more than any file has, where that is the case. */
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
