package org.sparksoftmax.train.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.CheckpointConfig;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputDirectory.Mode;

class CheckpointingTest {

  private static final RunIdentity IDENTITY =
      new RunIdentity("{}", "abc", 10, 2, 2, TableVersions.NONE);

  @TempDir private Path folder;
  private OutputDirectory output;
  private CheckpointStore store;
  private MetricsFile metrics;

  @BeforeEach
  void open() {
    output = OutputDirectory.open(folder.toString(), Mode.NEW, new Configuration());
    store = new CheckpointStore(output, 1);
    metrics = new MetricsFile(output, new byte[0]);
  }

  @AfterEach
  void close() {
    metrics.close();
    output.close();
  }

  @Test
  void savesEverySoManyIterations() {
    Checkpointing checkpointing = checkpointing(3, 0, Optional.empty());
    assertThat(savedAfter(checkpointing, 0, 1, 2)).isEqualTo(-1);
    assertThat(savedAfter(checkpointing, 3, 4, 5)).isEqualTo(3);
    assertThat(savedAfter(checkpointing, 6)).isEqualTo(6);
    assertThat(checkpointing.lastSaved().orElseThrow()).endsWith("checkpoint-00000006.json");
  }

  @Test
  void savesEverySoManySeconds() {
    Checkpointing checkpointing = checkpointing(0, 10, Optional.empty());
    show(checkpointing, 0, 0);
    show(checkpointing, 1, 9.9);
    assertThat(saved()).isEqualTo(-1);
    show(checkpointing, 2, 10);
    assertThat(saved()).isEqualTo(2);
    show(checkpointing, 3, 19.9);
    assertThat(saved()).isEqualTo(2);
    show(checkpointing, 4, 30);
    assertThat(saved()).isEqualTo(4);
  }

  @Test
  void theStartIsNotSavedAndTheEndIsIfStatesAreSavedAtAll() {
    Checkpointing never = checkpointing(0, 0, Optional.empty());
    assertThat(savedAfter(never, 0, 1, 2)).isEqualTo(-1);
    never.saveLast();
    assertThat(saved()).isEqualTo(-1);
    assertThat(never.lastSaved()).isEmpty();
    Checkpointing late = checkpointing(100, 0.001, Optional.empty());
    show(late, 0, 50);
    assertThat(saved()).isEqualTo(-1);
    late.saveLast();
    assertThat(saved()).isEqualTo(-1);
    show(late, 1, 50.0001);
    late.saveLast();
    assertThat(saved()).isEqualTo(1);
  }

  @Test
  void aRunThatIsTakenUpCountsFromItsCheckpointAndKeepsItsOrigin() {
    Checkpoint resumed = CheckpointCodecTest.checkpoint(40, 4, 1);
    Checkpointing checkpointing = checkpointing(5, 10, Optional.of(resumed));
    assertThat(checkpointing.lastSaved()).isPresent();
    show(checkpointing, 41, 13);
    show(checkpointing, 44, 22.4);
    assertThat(saved()).isEqualTo(-1);
    show(checkpointing, 45, 22.45);
    assertThat(saved()).isEqualTo(45);
    Checkpoint saved = store.newest(warning -> {}).orElseThrow();
    assertThat(saved.origin()).isEqualTo(resumed.origin());
    assertThat(saved.identity()).isEqualTo(IDENTITY);
    assertThat(saved.seconds()).isEqualTo(22.45);
  }

  @Test
  void theLinesOfTheMetricsAreThoseUpToTheState() throws IOException {
    Checkpointing checkpointing = checkpointing(1, 0, Optional.empty());
    show(checkpointing, 0, 0);
    show(checkpointing, 1, 1);
    MetricsLines saved = store.newest(warning -> {}).orElseThrow().metrics();
    metrics.iteration(CheckpointCodecTest.checkpoint(2, 4, 1).state(), 2, Optional.empty());
    String lines = new String(saved.read(output).orElseThrow(), UTF_8);
    assertThat(lines).hasLineCount(2).contains("\"iteration\":1,").endsWith("\n");
    metrics.close();
    assertThat(saved.read(output).orElseThrow()).asString(UTF_8).isEqualTo(lines);
    metrics = new MetricsFile(output, new byte[0]);
  }

  @Test
  void aCheckpointDoesNotGrowWithTheIterations() throws IOException {
    Checkpointing checkpointing = checkpointing(1, 0, Optional.empty());
    show(checkpointing, 0, 0);
    show(checkpointing, 1, 1);
    long first = stateBytes();
    for (int iteration = 2; iteration < 200; iteration++) {
      show(checkpointing, iteration, iteration);
    }
    assertThat(stateBytes()).isEqualTo(first);
  }

  private long stateBytes() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("state-"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private Checkpointing checkpointing(int iterations, double seconds, Optional<Checkpoint> from) {
    Checkpointing checkpointing =
        new Checkpointing(
            store, new CheckpointConfig(iterations, seconds, 1), IDENTITY, metrics, from);
    checkpointing.begins(from.map(Checkpoint::origin).orElse(new Minimizer.Origin(1, 1)));
    return checkpointing;
  }

  private int savedAfter(Checkpointing checkpointing, int... iterations) {
    for (int iteration : iterations) {
      show(checkpointing, iteration, 0);
    }
    return saved();
  }

  private void show(Checkpointing checkpointing, int iteration, double seconds) {
    OptimizerState state = CheckpointCodecTest.checkpoint(iteration, 4, 1).state();
    metrics.iteration(state, seconds, Optional.empty());
    checkpointing.iteration(state, seconds, Selection.NONE);
  }

  private int saved() {
    return store.newest(warning -> {}).map(saved -> saved.state().iteration()).orElse(-1);
  }
}
