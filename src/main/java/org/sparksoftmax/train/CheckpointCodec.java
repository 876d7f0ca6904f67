package org.sparksoftmax.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.sparksoftmax.objective.LossAndGradient;
import org.sparksoftmax.optimize.LbfgsMemory;
import org.sparksoftmax.optimize.Minimizer;
import org.sparksoftmax.optimize.OptimizerState;

/**
 * The form of a checkpoint on disk, big endian: the magic {@code SSCP}, int32 version, int32 length
 * and text of a JSON object (configuration, fingerprint and size of the data), int32 iteration,
 * int32 evaluations, float64 step size, mean loss, regularisation, objective and gradient norm at
 * the start, seconds; int32 length and text of the metrics; int32 dimension, int32 number of
 * correction pairs (−1: the update rule remembers nothing); θ and the gradient as float64; of each
 * pair float64 curvature and ratio, s and y as float32; and the CRC-32C of all bytes before it as
 * int32.
 */
final class CheckpointCodec {

  private static final int MAGIC = 0x53534350; // "SSCP"
  private static final int VERSION = 1;
  private static final int NO_MEMORY = -1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointCodec() {}

  /** A checkpoint that is not what it should be. */
  static final class CorruptCheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptCheckpointException(String message) {
      super(message);
    }
  }

  /** Writes {@code checkpoint} and returns its checksum; {@code to} is not closed. */
  static int write(Checkpoint checkpoint, OutputStream to) throws IOException {
    CRC32C crc = new CRC32C();
    DataOutputStream out = new DataOutputStream(new CheckedOutputStream(to, crc));
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    writeBytes(out, header(checkpoint.identity()));
    OptimizerState state = checkpoint.state();
    out.writeInt(state.iteration());
    out.writeInt(state.evaluations());
    out.writeDouble(state.stepSize());
    out.writeDouble(state.value().meanLoss());
    out.writeDouble(state.value().regularization());
    out.writeDouble(checkpoint.origin().objective());
    out.writeDouble(checkpoint.origin().gradientNorm());
    out.writeDouble(checkpoint.seconds());
    writeBytes(out, checkpoint.metrics());
    out.writeInt(state.parameters().length);
    List<LbfgsMemory.Pair> pairs = pairs(state.memory());
    out.writeInt(pairs == null ? NO_MEMORY : pairs.size());
    Vectors.write(out, state.parameters());
    Vectors.write(out, state.value().gradient());
    for (LbfgsMemory.Pair pair : pairs == null ? List.<LbfgsMemory.Pair>of() : pairs) {
      out.writeDouble(pair.curvature());
      out.writeDouble(pair.ratio());
      Vectors.write(out, pair.s());
      Vectors.write(out, pair.y());
    }
    int checksum = (int) crc.getValue();
    out.writeInt(checksum);
    out.flush();
    return checksum;
  }

  /**
   * Reads a checkpoint back.
   *
   * @param length bytes of the file; nothing that would be longer is allocated
   * @param checksum what {@link #write} returned
   * @throws CorruptCheckpointException if it is damaged or of another version
   */
  static Checkpoint read(InputStream from, long length, int checksum) throws IOException {
    CRC32C crc = new CRC32C();
    DataInputStream in = new DataInputStream(new CheckedInputStream(from, crc));
    try {
      Checkpoint checkpoint = read(in, length);
      int computed = (int) crc.getValue();
      require(in.readInt() == computed && computed == checksum, "its checksum does not match");
      require(in.read() < 0, "there is more in it than a checkpoint");
      return checkpoint;
    } catch (EOFException shorter) {
      throw new CorruptCheckpointException("it ends too early");
    } catch (JsonProcessingException notJson) {
      throw new CorruptCheckpointException("its configuration is not JSON");
    }
  }

  private static Checkpoint read(DataInputStream in, long length) throws IOException {
    require(in.readInt() == MAGIC, "it is not a checkpoint");
    int version = in.readInt();
    require(version == VERSION, "its version is %d, this one reads %d".formatted(version, VERSION));
    RunIdentity identity = identity(readBytes(in, length));
    int iteration = in.readInt();
    int evaluations = in.readInt();
    double stepSize = in.readDouble();
    double meanLoss = in.readDouble();
    double regularization = in.readDouble();
    Minimizer.Origin origin = new Minimizer.Origin(in.readDouble(), in.readDouble());
    double seconds = in.readDouble();
    byte[] metrics = readBytes(in, length);
    int dimension = in.readInt();
    int pairs = in.readInt();
    require(dimension > 0 && pairs >= NO_MEMORY, "its sizes are negative");
    long weights = (long) identity.classes() * identity.features();
    require(
        dimension == weights || dimension == weights + identity.classes(),
        "its sizes contradict each other");
    long vectors = 2L * Double.BYTES + Math.max(0, pairs) * 2L * Float.BYTES;
    require(dimension <= length / vectors, "it is too short for its sizes"); // cannot overflow
    double[] parameters = Vectors.readDoubles(in, dimension);
    double[] gradient = Vectors.readDoubles(in, dimension);
    OptimizerState state =
        new OptimizerState(
            iteration,
            evaluations,
            parameters,
            new LossAndGradient(meanLoss, regularization, gradient),
            stepSize,
            memory(in, dimension, pairs));
    return new Checkpoint(identity, state, origin, seconds, metrics);
  }

  private static OptimizerState.Memory memory(DataInputStream in, int dimension, int count)
      throws IOException {
    if (count == NO_MEMORY) {
      return OptimizerState.NoMemory.INSTANCE;
    }
    List<LbfgsMemory.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double curvature = in.readDouble();
      double ratio = in.readDouble();
      float[] s = Vectors.readFloats(in, dimension);
      pairs.add(new LbfgsMemory.Pair(s, Vectors.readFloats(in, dimension), curvature, ratio));
    }
    return new LbfgsMemory(pairs);
  }

  /** The correction pairs; null if the rule remembers nothing. */
  private static List<LbfgsMemory.Pair> pairs(OptimizerState.Memory memory) {
    if (memory instanceof LbfgsMemory lbfgs) {
      return lbfgs.pairs();
    }
    if (memory == OptimizerState.NoMemory.INSTANCE) {
      return null;
    }
    throw new IllegalArgumentException("Cannot write " + memory.getClass() + " to a checkpoint");
  }

  private static byte[] header(RunIdentity identity) {
    ObjectNode header = JSON.createObjectNode();
    header.put("config", identity.config());
    header.put("dataFingerprint", identity.dataFingerprint());
    header.put("rows", identity.rows());
    header.put("features", identity.features());
    header.put("classes", identity.classes());
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static RunIdentity identity(byte[] header) throws IOException {
    // As text: from bytes, Jackson would guess the encoding.
    JsonNode json = JSON.readTree(new String(header, StandardCharsets.UTF_8));
    return new RunIdentity(
        json.path("config").asText(),
        json.path("dataFingerprint").asText(),
        json.path("rows").asLong(),
        json.path("features").asInt(),
        json.path("classes").asInt());
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in, long length) throws IOException {
    int count = in.readInt();
    require(count >= 0 && count <= length, "it is too short for its sizes");
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  private static void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new CorruptCheckpointException(problem);
    }
  }

  /** Long vectors, a piece at a time. */
  private static final class Vectors {
    private static final int PIECE = 1 << 13;

    /** What is done with the entries of a vector that go through {@code bytes} together. */
    private interface Piece {
      void move(byte[] bytes, int from, int count) throws IOException;
    }

    static void write(DataOutputStream out, double[] vector) throws IOException {
      forEachPiece(
          vector.length,
          (bytes, from, count) -> {
            ByteBuffer.wrap(bytes).asDoubleBuffer().put(vector, from, count);
            out.write(bytes, 0, count * Double.BYTES);
          });
    }

    static void write(DataOutputStream out, float[] vector) throws IOException {
      forEachPiece(
          vector.length,
          (bytes, from, count) -> {
            ByteBuffer.wrap(bytes).asFloatBuffer().put(vector, from, count);
            out.write(bytes, 0, count * Float.BYTES);
          });
    }

    static double[] readDoubles(DataInputStream in, int length) throws IOException {
      double[] vector = new double[length];
      forEachPiece(
          length,
          (bytes, from, count) -> {
            in.readFully(bytes, 0, count * Double.BYTES);
            ByteBuffer.wrap(bytes).asDoubleBuffer().get(vector, from, count);
          });
      return vector;
    }

    static float[] readFloats(DataInputStream in, int length) throws IOException {
      float[] vector = new float[length];
      forEachPiece(
          length,
          (bytes, from, count) -> {
            in.readFully(bytes, 0, count * Float.BYTES);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(vector, from, count);
          });
      return vector;
    }

    private static void forEachPiece(int length, Piece piece) throws IOException {
      byte[] bytes = new byte[PIECE * Double.BYTES];
      for (int from = 0; from < length; from += PIECE) {
        piece.move(bytes, from, Math.min(PIECE, length - from));
      }
    }
  }
}
