package org.sparksoftmax.train.checkpoint;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.sparksoftmax.data.block.TableVersion;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.optimize.IterateAverage;
import org.sparksoftmax.math.optimize.LbfgsMemory;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.math.optimize.VectorMemory;

/**
 * The file format of a checkpoint, big endian: the magic {@code SSCP}, int32 version, int32 length
 * and text of a JSON object (configuration, fingerprint, size and table versions of the data,
 * whether the run has switched to float64), int32 iteration, int32 evaluations, float64 step size,
 * mean loss, regularisation, gradient norm, objective and gradient norm at the start, seconds;
 * where the lines of the metrics are ({@link MetricsLines}); int32 dimension, int32 number of
 * correction pairs and int32 number of vectors in the state of the update rule (−1: the rule has
 * none); θ and the gradient as float64; of each pair float64 curvature and ratio, s and y as
 * float32; the vectors as float64; int32 iteration of the best parameters (−1: none are kept),
 * float64 score and their θ as float64; int32 counts of the older and the newer sum of an average
 * (−1: none is kept) and both as float64; and the CRC-32C of all bytes before it as int32.
 */
final class CheckpointCodec {

  private static final int MAGIC = 0x53534350; // "SSCP"
  private static final int VERSION = 4;
  private static final int OLDEST_VERSION = 2;
  private static final int NONE = -1;
  private static final String REFINED = "refinedAt";
  private static final String TABLES = "tables";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointCodec() {}

  /** Thrown when a checkpoint is damaged or of another version. */
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
    writeBytes(out, header(checkpoint.identity(), checkpoint.refinedAt()));
    OptimizerState state = checkpoint.state();
    out.writeInt(state.iteration());
    out.writeInt(state.evaluations());
    out.writeDouble(state.stepSize());
    out.writeDouble(state.value().meanLoss());
    out.writeDouble(state.value().regularization());
    out.writeDouble(state.value().gradientNorm());
    out.writeDouble(checkpoint.origin().objective());
    out.writeDouble(checkpoint.origin().gradientNorm());
    out.writeDouble(checkpoint.seconds());
    checkpoint.metrics().write(out);
    out.writeInt(state.parameters().length);
    Remembered remembered = Remembered.of(state.memory());
    out.writeInt(remembered.pairs() == null ? NONE : remembered.pairs().size());
    out.writeInt(remembered.vectors() == null ? NONE : remembered.vectors().size());
    LongVectors.write(out, state.parameters());
    LongVectors.write(out, state.value().gradient());
    remembered.write(out);
    write(checkpoint.selection(), out);
    int checksum = (int) crc.getValue();
    out.writeInt(checksum);
    out.flush();
    return checksum;
  }

  /**
   * Reads a checkpoint.
   *
   * @param length the length of the file in bytes; no longer array is allocated
   * @param checksum the checksum that {@link #write} returned
   * @throws CorruptCheckpointException if it is damaged or of another version
   */
  static Checkpoint read(InputStream from, long length, int checksum) throws IOException {
    CRC32C crc = new CRC32C();
    DataInputStream in = new DataInputStream(new CheckedInputStream(from, crc));
    try {
      Checkpoint checkpoint = read(in, length);
      int computed = (int) crc.getValue();
      require(in.readInt() == computed && computed == checksum, "its checksum does not match");
      require(in.read() < 0, "it has trailing data");
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
    require(
        version >= OLDEST_VERSION && version <= VERSION,
        String.format(
            Locale.ROOT,
            "its version is %d, but this release reads %d to %d",
            version,
            OLDEST_VERSION,
            VERSION));
    // Decoded here because Jackson would guess the encoding of bytes.
    JsonNode header = JSON.readTree(new String(readBytes(in, length), StandardCharsets.UTF_8));
    RunIdentity identity = identity(header);
    int iteration = in.readInt();
    int evaluations = in.readInt();
    double stepSize = in.readDouble();
    double meanLoss = in.readDouble();
    double regularization = in.readDouble();
    double gradientNorm = in.readDouble();
    Minimizer.Origin origin = new Minimizer.Origin(in.readDouble(), in.readDouble());
    double seconds = in.readDouble();
    MetricsLines metrics = MetricsLines.read(in, length);
    int dimension = in.readInt();
    int pairs = in.readInt();
    int vectors = in.readInt();
    require(dimension > 0 && pairs >= NONE && vectors >= NONE, "its sizes are negative");
    require(pairs == NONE || vectors == NONE, "its sizes contradict each other");
    // The resuming run compares the dimension with that of the model.
    long bytes = 8L * (2L + Math.max(0, pairs) + Math.max(0, vectors));
    require(dimension <= length / bytes, "it is too short for its sizes"); // cannot overflow
    double[] parameters = LongVectors.readDoubles(in, dimension);
    double[] gradient = LongVectors.readDoubles(in, dimension);
    OptimizerState state =
        new OptimizerState(
            iteration,
            evaluations,
            parameters,
            new LossAndGradient(meanLoss, regularization, gradient, gradientNorm),
            stepSize,
            memory(in, dimension, pairs, vectors));
    return new Checkpoint(
        identity, state, selection(in, dimension), origin, seconds, metrics, refinedAt(header));
  }

  private static OptimizerState.Memory memory(
      DataInputStream in, int dimension, int pairs, int vectors) throws IOException {
    List<LbfgsMemory.Pair> readPairs = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double curvature = in.readDouble();
      double ratio = in.readDouble();
      float[] s = LongVectors.readFloats(in, dimension);
      readPairs.add(
          new LbfgsMemory.Pair(s, LongVectors.readFloats(in, dimension), curvature, ratio));
    }
    List<double[]> readVectors = new ArrayList<>();
    for (int i = 0; i < vectors; i++) {
      readVectors.add(LongVectors.readDoubles(in, dimension));
    }
    if (pairs != NONE) {
      return new LbfgsMemory(readPairs);
    }
    return vectors != NONE ? new VectorMemory(readVectors) : OptimizerState.NoMemory.INSTANCE;
  }

  private static void write(Selection selection, DataOutputStream out) throws IOException {
    out.writeInt(selection.best().map(Selection.Best::iteration).orElse(NONE));
    if (selection.best().isPresent()) {
      out.writeDouble(selection.best().get().score());
      LongVectors.write(out, selection.best().get().parameters());
    }
    out.writeInt(selection.average().map(IterateAverage::olderCount).orElse(NONE));
    if (selection.average().isPresent()) {
      out.writeInt(selection.average().get().newerCount());
      LongVectors.write(out, selection.average().get().older());
      LongVectors.write(out, selection.average().get().newer());
    }
  }

  private static Selection selection(DataInputStream in, int dimension) throws IOException {
    int iteration = in.readInt();
    Optional<Selection.Best> best = Optional.empty();
    if (iteration != NONE) {
      double score = in.readDouble();
      best =
          Optional.of(new Selection.Best(iteration, score, LongVectors.readDoubles(in, dimension)));
    }
    int olderCount = in.readInt();
    Optional<IterateAverage> average = Optional.empty();
    if (olderCount != NONE) {
      int newerCount = in.readInt();
      double[] older = LongVectors.readDoubles(in, dimension);
      average =
          Optional.of(
              new IterateAverage(
                  older, olderCount, LongVectors.readDoubles(in, dimension), newerCount));
    }
    return new Selection(best, average);
  }

  /**
   * The state of an update rule.
   *
   * @param pairs correction pairs; null if the rule keeps none
   * @param vectors vectors of the length of θ; null if the rule keeps none
   */
  private record Remembered(List<LbfgsMemory.Pair> pairs, List<double[]> vectors) {

    static Remembered of(OptimizerState.Memory memory) {
      if (memory instanceof LbfgsMemory lbfgs) {
        return new Remembered(lbfgs.pairs(), null);
      }
      if (memory instanceof VectorMemory vectors) {
        return new Remembered(null, vectors.vectors());
      }
      if (memory == OptimizerState.NoMemory.INSTANCE) {
        return new Remembered(null, null);
      }
      throw new IllegalArgumentException("Cannot write " + memory.getClass() + " to a checkpoint");
    }

    void write(DataOutputStream out) throws IOException {
      for (LbfgsMemory.Pair pair : pairs == null ? List.<LbfgsMemory.Pair>of() : pairs) {
        out.writeDouble(pair.curvature());
        out.writeDouble(pair.ratio());
        LongVectors.write(out, pair.s());
        LongVectors.write(out, pair.y());
      }
      for (double[] vector : vectors == null ? List.<double[]>of() : vectors) {
        LongVectors.write(out, vector);
      }
    }
  }

  private static byte[] header(RunIdentity identity, OptionalInt refinedAt) {
    ObjectNode header = JSON.createObjectNode();
    header.put("config", identity.config());
    header.put("dataFingerprint", identity.dataFingerprint());
    header.put("rows", identity.rows());
    header.put("features", identity.features());
    header.put("classes", identity.classes());
    putTables(header, identity.tables());
    refinedAt.ifPresent(iteration -> header.put(REFINED, iteration));
    return header.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static OptionalInt refinedAt(JsonNode header) {
    return header.has(REFINED) ? OptionalInt.of(header.path(REFINED).asInt()) : OptionalInt.empty();
  }

  private static RunIdentity identity(JsonNode json) {
    return new RunIdentity(
        json.path("config").asText(),
        json.path("dataFingerprint").asText(),
        json.path("rows").asLong(),
        json.path("features").asInt(),
        json.path("classes").asInt(),
        tables(json.path(TABLES)));
  }

  private static void putTables(ObjectNode header, TableVersions tables) {
    ObjectNode sets = JSON.createObjectNode();
    new TreeMap<>(tables.bySet())
        .forEach((name, versions) -> sets.set(name, JSON.valueToTree(versions)));
    if (!sets.isEmpty()) {
      header.set(TABLES, sets);
    }
  }

  private static TableVersions tables(JsonNode sets) {
    Map<String, List<TableVersion>> bySet = new TreeMap<>();
    sets.properties()
        .forEach(
            set -> {
              List<TableVersion> versions = new ArrayList<>();
              set.getValue()
                  .forEach(
                      table ->
                          versions.add(
                              new TableVersion(
                                  table.path("table").asText(),
                                  table.path("format").asText(),
                                  table.path("version").asText())));
              bySet.put(set.getKey(), versions);
            });
    return new TableVersions(bySet);
  }

  static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads the length of an array, at most {@code length}, and the array. */
  static byte[] readBytes(DataInputStream in, long length) throws IOException {
    return readBytes(in, in.readInt(), length);
  }

  static byte[] readBytes(DataInputStream in, int count, long length) throws IOException {
    require(count >= 0 && count <= length, "it is too short for its sizes");
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  static void require(boolean condition, String problem) throws IOException {
    if (!condition) {
      throw new CorruptCheckpointException(problem);
    }
  }
}
