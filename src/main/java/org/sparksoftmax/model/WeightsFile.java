package org.sparksoftmax.model;

import static org.sparksoftmax.model.ModelCodec.require;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sparksoftmax.linalg.WeightOrder;

/**
 * The form of {@code weights.bin}, little endian: the magic {@code SSMX}, int32 format version,
 * int32 K, int32 D, int32 intercept (0 or 1), W class-major then b as float64, and the CRC-32C of
 * all bytes before it as int32.
 *
 * @param version the format version of the model
 * @param classes K
 * @param features D
 * @param parameters W class-major, then b
 */
record WeightsFile(int version, int classes, int features, boolean intercept, double[] parameters) {

  private static final int MAGIC = 0x584D5353; // "SSMX" as little-endian bytes
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int FRAME_BYTES = HEADER_BYTES + CHECKSUM_BYTES;
  static final int MAX_PARAMETERS = (ModelCodec.MAX_WEIGHTS_BYTES - FRAME_BYTES) / Double.BYTES;

  static byte[] encode(SoftmaxModel model, int version) {
    double[] parameters = model.parameters(WeightOrder.CLASS_MAJOR);
    ByteBuffer buffer =
        ByteBuffer.allocate(bytes(parameters.length)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(MAGIC).putInt(version);
    buffer.putInt(model.classes().size()).putInt(model.schema().features());
    buffer.putInt(model.hasIntercept() ? 1 : 0);
    for (double parameter : parameters) {
      buffer.putDouble(parameter);
    }
    buffer.putInt(Checksum.of(buffer.array(), buffer.position()));
    return buffer.array();
  }

  /** Length of the file of a model of {@code parameters} parameters. */
  static int bytes(int parameters) {
    if (parameters > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "Cannot write a model of %d parameters: %s holds at most %d"
              .formatted(parameters, ModelCodec.WEIGHTS, MAX_PARAMETERS));
    }
    return FRAME_BYTES + parameters * Double.BYTES;
  }

  /** Reads the file back; its length is held against K and D before anything is allocated. */
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
    long count = (features + (long) intercept) * classes;
    require(
        classes > 0
            && features > 0
            && (intercept == 0 || intercept == 1)
            && count <= MAX_PARAMETERS
            && FRAME_BYTES + count * Double.BYTES == file.length,
        () ->
            "%s has %d bytes, which do not fit %d classes x %d features"
                .formatted(ModelCodec.WEIGHTS, file.length, classes, features));
    require(
        buffer.getInt(file.length - CHECKSUM_BYTES)
            == Checksum.of(file, file.length - CHECKSUM_BYTES),
        () -> "%s is damaged: its checksum does not match".formatted(ModelCodec.WEIGHTS));
    double[] parameters = new double[(int) count];
    buffer.asDoubleBuffer().get(parameters);
    return new WeightsFile(version, classes, features, intercept == 1, parameters);
  }
}
