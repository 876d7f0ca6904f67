package org.sparksoftmax.train.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.output.FaultyFileSystem;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputDirectory.Mode;
import org.sparksoftmax.train.checkpoint.MetricsLines.InPieces;

/**
 * On HDFS and in object stores, what is still being written cannot be read, so that checkpoints
 * refer to files with pieces of it.
 */
class MetricsPiecesTest {

  private static final int ITERATIONS = 4_000;

  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void nothingFails() {
    FaultyFileSystem.reset();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCheckpointHoldsTheLinesAfterTheLastPiece(boolean objects) throws IOException {
    MetricsLines saved = train(objects);
    try (OutputDirectory output = open(Mode.RESUME)) {
      byte[] lines = saved.read(output).orElseThrow();
      assertThat(lines.length).isGreaterThan(2 * InPieces.PIECE_BYTES);
      assertThat(new String(lines, UTF_8)).hasLineCount(ITERATIONS).startsWith("{\"iteration\":0,");
      try (MetricsFile metrics = new MetricsFile(output, lines)) {
        add(metrics, ITERATIONS);
        assertThat(metrics.saved().read(output).orElseThrow()).startsWith(lines).endsWith('\n');
      }
      assertThat(folder.resolve(MetricsFile.NAME)).content().hasLineCount(ITERATIONS + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damagedAndMissingPiecesAreFound(boolean damaged) throws IOException {
    MetricsLines saved = train(false);
    Path second = folder.resolve(InPieces.name(1));
    if (damaged) {
      Files.write(second, new byte[InPieces.PIECE_BYTES]);
    } else {
      Files.delete(second);
    }
    try (OutputDirectory output = open(Mode.RESUME)) {
      assertThat(saved.read(output).isPresent()).isFalse();
    }
  }

  /** A run that ends with a checkpoint. */
  private MetricsLines train(boolean objects) {
    if (objects) {
      FaultyFileSystem.storeObjects();
    }
    try (OutputDirectory output = open(Mode.NEW);
        MetricsFile metrics = new MetricsFile(output, new byte[0])) {
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        add(metrics, iteration);
        InPieces saved = (InPieces) metrics.saved();
        assertThat(saved.rest().length).isLessThan(InPieces.PIECE_BYTES);
      }
      return metrics.saved();
    }
  }

  private OutputDirectory open(Mode mode) {
    return OutputDirectory.open(
        "faulty:" + folder, mode, FaultyFileSystem.register(new Configuration()));
  }

  private static void add(MetricsFile metrics, int iteration) {
    metrics.iteration(
        CheckpointCodecTest.checkpoint(iteration, 4, 1).state(), 0.5, Optional.empty());
  }
}
