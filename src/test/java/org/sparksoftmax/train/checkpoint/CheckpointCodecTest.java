package org.sparksoftmax.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.data.block.TableVersion;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.optimize.IterateAverage;
import org.sparksoftmax.math.optimize.LbfgsMemory;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.math.optimize.VectorMemory;
import org.sparksoftmax.train.checkpoint.CheckpointCodec.CorruptCheckpointException;

class CheckpointCodecTest {

  private static final byte[] LINES = "{\"iteration\":0}\n".getBytes(StandardCharsets.UTF_8);

  private static final TableVersions TABLES =
      new TableVersions(
          Map.of(
              "train",
              List.of(
                  new TableVersion("a.b", "delta", "3"),
                  new TableVersion("/ä", "iceberg", "7303437081243434000"))));

  @Test
  void whatWasWrittenIsReadBackBitForBit() throws IOException {
    for (int pairs : new int[] {-1, 0, 1, 3}) {
      Checkpoint written = checkpoint(40, 20_000, pairs);
      Checkpoint actual = read(bytes(written));
      assertSame(actual, written);
      assertThat(actual.state().memory()).hasSameClassAs(written.state().memory());
    }
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    byte[] bytes = bytes(checkpoint(7, 3, 2));
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> read(flipped))
            .as("bit %d of byte %d", bit, at)
            .isInstanceOf(CorruptCheckpointException.class);
      }
    }
  }

  @Test
  void everyTruncationAndEveryAdditionIsFound() throws IOException {
    byte[] bytes = bytes(checkpoint(7, 3, 2));
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(shorter)).isInstanceOf(CorruptCheckpointException.class);
    }
    int checksum = ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
    ByteArrayInputStream longer = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> CheckpointCodec.read(longer, bytes.length + 1, checksum))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessage("it has trailing data");
  }

  @Test
  void sizesBeyondTheFileAreNotAllocated() throws IOException {
    byte[] bytes = bytes(checkpoint(7, 3, 2));
    int headerLength = ByteBuffer.wrap(bytes).getInt(8);
    int metricsLengthAt = 12 + headerLength + 2 * Integer.BYTES + 7 * Double.BYTES;
    assertThat(ByteBuffer.wrap(bytes).getInt(metricsLengthAt)).isEqualTo(-1);
    int dimensionAt = metricsLengthAt + 3 * Integer.BYTES;
    assertThat(ByteBuffer.wrap(bytes).getInt(dimensionAt)).isEqualTo(3);
    for (int at : new int[] {8, metricsLengthAt, dimensionAt, dimensionAt + Integer.BYTES}) {
      for (int size : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 28}) {
        byte[] huge = bytes.clone();
        ByteBuffer.wrap(huge).putInt(at, size);
        assertThatThrownBy(() -> read(huge)).isInstanceOf(CorruptCheckpointException.class);
      }
    }
  }

  /** A network of 3 features and 2 classes may have any number of parameters. */
  @Test
  void theDimensionNeedNotBeThatOfALinearModel() throws IOException {
    for (int dimension : new int[] {5, 7, 100}) {
      Checkpoint six = checkpoint(7, 6, 0);
      Checkpoint network =
          new Checkpoint(
              new RunIdentity("{}", "abc", 10, 3, 2, TableVersions.NONE),
              checkpoint(7, dimension, 2).state(),
              Selection.NONE,
              six.origin(),
              six.seconds(),
              six.metrics(),
              OptionalInt.of(5));
      assertSame(read(bytes(network)), network);
    }
  }

  @Test
  void anotherChecksumThanWasPromisedIsFound() throws IOException {
    byte[] bytes = bytes(checkpoint(7, 3, 2));
    assertThatThrownBy(() -> CheckpointCodec.read(new ByteArrayInputStream(bytes), bytes.length, 5))
        .hasMessage("its checksum does not match");
  }

  @Test
  void whatFirstOrderRulesAndResultsKeepIsReadBack() throws IOException {
    Checkpoint read = read(bytes(checkpointOfFirstOrder()));
    assertThat(read.metrics())
        .isInstanceOfSatisfying(
            MetricsLines.InPieces.class,
            metrics -> {
              assertThat(metrics.pieces()).isEqualTo(2);
              assertThat(metrics.bytes()).isEqualTo(LINES.length + (1 << 19));
              assertThat(metrics.crc32c()).isEqualTo(0x12345678);
              assertThat(metrics.rest()).isEqualTo(LINES);
            });
    assertThat(read.state().value().gradientNorm()).isEqualTo(0.125);
    List<double[]> remembered = ((VectorMemory) read.state().memory()).vectors();
    assertThat(remembered).hasSize(2);
    assertThat(remembered.get(0)).containsExactly(1, -2, 3);
    assertThat(remembered.get(1)).containsExactly(4, 5, 1e-300);
    Selection.Best best = read.selection().best().orElseThrow();
    assertThat(best.iteration()).isEqualTo(5);
    assertThat(best.score()).isEqualTo(-0.75);
    assertThat(best.parameters()).containsExactly(7, 8, 9);
    IterateAverage average = read.selection().average().orElseThrow();
    assertThat(average.older()).containsExactly(1, 2, 3);
    assertThat(average.olderCount()).isEqualTo(2);
    assertThat(average.newer()).containsExactly(4, 5, 6);
    assertThat(average.newerCount()).isEqualTo(3);
  }

  @Test
  void anotherVersionAndAnotherFileAreNamed() throws IOException {
    byte[] bytes = bytes(checkpoint(7, 3, 0));
    ByteBuffer.wrap(bytes).putInt(4, 9);
    assertThatThrownBy(() -> read(bytes))
        .hasMessage("its version is 9, but this release reads 2 to 4");
    assertThatThrownBy(() -> read(new byte[100])).hasMessage("it is not a checkpoint");
    assertThatThrownBy(() -> read(new byte[0])).hasMessage("it ends too early");
  }

  static Checkpoint checkpoint(int iteration, int dimension, int pairs) {
    double[] parameters = TestBlocks.uniform(dimension, 3, 1);
    parameters[0] = -0.0;
    parameters[1] = Double.MIN_VALUE;
    double[] gradient = TestBlocks.uniform(dimension, 1e-9, 2);
    OptimizerState.Memory memory =
        pairs < 0
            ? OptimizerState.NoMemory.INSTANCE
            : new LbfgsMemory(
                java.util.stream.IntStream.range(0, pairs)
                    .mapToObj(p -> pair(dimension, p))
                    .toList());
    return new Checkpoint(
        new RunIdentity("{\"data\":{\"path\":\"ä\"}}", "abc", 5_000_000_000L, dimension, 1, TABLES),
        new OptimizerState(
            iteration,
            iteration + 9,
            parameters,
            new LossAndGradient(0.5, 0.25, gradient),
            0.125,
            memory),
        Selection.NONE,
        new Minimizer.Origin(2.25, 7.5),
        12.5,
        new MetricsLines.InFile(15, 0x12345678),
        OptionalInt.empty());
  }

  /** A checkpoint with vectors, the best parameters and an average, of dimension 3. */
  static Checkpoint checkpointOfFirstOrder() {
    Checkpoint plain = checkpoint(7, 3, -1);
    OptimizerState state = plain.state();
    List<double[]> vectors = List.of(new double[] {1, -2, 3}, new double[] {4, 5, 1e-300});
    return new Checkpoint(
        plain.identity(),
        new OptimizerState(
            state.iteration(),
            state.evaluations(),
            state.parameters(),
            new LossAndGradient(0.5, 0.25, state.value().gradient(), 0.125),
            state.stepSize(),
            new VectorMemory(vectors)),
        new Selection(
            Optional.of(new Selection.Best(5, -0.75, new double[] {7, 8, 9})),
            Optional.of(new IterateAverage(new double[] {1, 2, 3}, 2, new double[] {4, 5, 6}, 3))),
        plain.origin(),
        plain.seconds(),
        new MetricsLines.InPieces(2, LINES.length + (1 << 19), 0x12345678, LINES),
        OptionalInt.empty());
  }

  private static LbfgsMemory.Pair pair(int dimension, int seed) {
    float[] s = new float[dimension];
    float[] y = new float[dimension];
    double[] values = TestBlocks.uniform(2 * dimension, 1, seed);
    for (int i = 0; i < dimension; i++) {
      s[i] = (float) values[i];
      y[i] = (float) values[dimension + i];
    }
    return new LbfgsMemory.Pair(s, y, 0.1 + seed, 0.7);
  }

  static void assertSame(Checkpoint actual, Checkpoint expected) {
    assertThat(actual.identity()).isEqualTo(expected.identity());
    assertThat(actual.origin()).isEqualTo(expected.origin());
    assertThat(actual.seconds()).isEqualTo(expected.seconds());
    assertThat(actual.metrics()).usingRecursiveComparison().isEqualTo(expected.metrics());
    assertThat(actual.refinedAt()).isEqualTo(expected.refinedAt());
    OptimizerState state = actual.state();
    assertThat(state.iteration()).isEqualTo(expected.state().iteration());
    assertThat(state.evaluations()).isEqualTo(expected.state().evaluations());
    assertThat(state.stepSize()).isEqualTo(expected.state().stepSize());
    assertThat(bits(state.parameters())).isEqualTo(bits(expected.state().parameters()));
    assertThat(bits(state.value().gradient())).isEqualTo(bits(expected.state().value().gradient()));
    assertThat(state.value().meanLoss()).isEqualTo(expected.state().value().meanLoss());
    assertThat(state.value().regularization()).isEqualTo(expected.state().value().regularization());
    List<LbfgsMemory.Pair> pairs = pairs(state);
    List<LbfgsMemory.Pair> expectedPairs = pairs(expected.state());
    assertThat(pairs).hasSameSizeAs(expectedPairs);
    for (int p = 0; p < pairs.size(); p++) {
      assertThat(pairs.get(p).s()).isEqualTo(expectedPairs.get(p).s());
      assertThat(pairs.get(p).y()).isEqualTo(expectedPairs.get(p).y());
      assertThat(pairs.get(p).curvature()).isEqualTo(expectedPairs.get(p).curvature());
      assertThat(pairs.get(p).ratio()).isEqualTo(expectedPairs.get(p).ratio());
    }
  }

  private static List<LbfgsMemory.Pair> pairs(OptimizerState state) {
    return state.memory() instanceof LbfgsMemory memory ? memory.pairs() : List.of();
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointCodec.write(checkpoint, out);
    return out.toByteArray();
  }

  static Checkpoint read(byte[] bytes) throws IOException {
    int checksum =
        bytes.length < 4 ? 0 : ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
    return CheckpointCodec.read(new ByteArrayInputStream(bytes), bytes.length, checksum);
  }
}
