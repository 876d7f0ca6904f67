package org.sparksoftmax.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.output.FaultyFileSystem;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputDirectory.Mode;
import org.sparksoftmax.output.OutputException;

class CheckpointStoreTest {

  @TempDir private Path folder;
  private OutputDirectory output;
  private CheckpointStore store;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void open() {
    output = OutputDirectory.open(folder.toString(), Mode.NEW, new Configuration());
    store = new CheckpointStore(output, 2);
  }

  @AfterEach
  void close() {
    output.close();
  }

  @Test
  void theNewestOfThoseKeptIsFound() throws IOException {
    assertThat(store.newest(warnings::add)).isEmpty();
    for (int iteration : new int[] {5, 9, 100_000_000}) {
      store.save(CheckpointCodecTest.checkpoint(iteration, 10, 1), () -> {});
    }
    CheckpointCodecTest.assertSame(
        store.newest(warnings::add).orElseThrow(),
        CheckpointCodecTest.checkpoint(100_000_000, 10, 1));
    assertThat(warnings).isEmpty();
    assertThat(names("checkpoint-")).hasSize(2).doesNotContain("checkpoint-00000005.json");
    assertThat(names("state-")).hasSize(2);
    store.clear();
    assertThat(store.newest(warnings::add)).isEmpty();
  }

  @Test
  void anIterationThatIsSavedAgainReplacesTheOneBefore() throws IOException {
    store.save(CheckpointCodecTest.checkpoint(5, 10, 1), () -> {});
    store.save(CheckpointCodecTest.checkpoint(5, 10, 3), () -> {});
    CheckpointCodecTest.assertSame(
        store.newest(warnings::add).orElseThrow(), CheckpointCodecTest.checkpoint(5, 10, 3));
    assertThat(names("state-")).hasSize(1);
  }

  @Test
  void everyDamageOfTheNewestLeadsToTheOneBefore() throws IOException {
    store.save(CheckpointCodecTest.checkpoint(5, 10, 1), () -> {});
    store.save(CheckpointCodecTest.checkpoint(9, 10, 1), () -> {});
    Path manifest = folder.resolve("checkpoints/checkpoint-00000009.json");
    Path state = folder.resolve("checkpoints").resolve(names("state-00000009").get(0));
    for (Path file : List.of(manifest, state)) {
      byte[] whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 4;
        Files.write(file, flipped);
        assertFallsBackTo5();
      }
      for (int length = 0; length < whole.length; length += 7) {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
        assertFallsBackTo5();
      }
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
      assertFallsBackTo5();
      Files.write(file, whole);
    }
    assertThat(store.newest(warnings::add).orElseThrow().state().iteration()).isEqualTo(9);
    Files.delete(state);
    assertFallsBackTo5();
    assertThat(warnings.get(0))
        .isEqualTo("checkpoint-00000009.json is damaged: " + state.getFileName() + " is missing");
  }

  @Test
  void aStateWithoutAManifestIsNoCheckpoint() throws IOException {
    store.save(CheckpointCodecTest.checkpoint(5, 10, 1), () -> {});
    Files.write(folder.resolve("checkpoints/state-00000009-0123abcd.bin"), new byte[50]);
    assertThat(store.newest(warnings::add).orElseThrow().state().iteration()).isEqualTo(5);
    assertThat(warnings).isEmpty();
    store.save(CheckpointCodecTest.checkpoint(7, 10, 1), () -> {});
    assertThat(names("state-")).hasSize(2).noneMatch(name -> name.contains("0123abcd"));
  }

  @Test
  void aManifestCannotNameAFileElsewhere() throws IOException {
    store.save(CheckpointCodecTest.checkpoint(5, 10, 1), () -> {});
    Path manifest = folder.resolve("checkpoints/checkpoint-00000005.json");
    String text = Files.readString(manifest);
    String name = names("state-").get(0);
    Files.move(folder.resolve("checkpoints").resolve(name), folder.resolve(name));
    Files.writeString(manifest, text.replace("\"state-", "\"../state-"), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> store.newest(warnings::add)).isInstanceOf(OutputException.class);
    assertThat(warnings)
        .containsExactly("checkpoint-00000005.json is damaged: its manifest has been modified");
  }

  @Test
  void whereAllAreDamagedItSaysSo() throws IOException {
    store.save(CheckpointCodecTest.checkpoint(5, 10, 1), () -> {});
    Files.writeString(folder.resolve("checkpoints/checkpoint-00000005.json"), "{");
    assertThatThrownBy(() -> store.newest(warnings::add))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot resume from %s/checkpoints: all 1 checkpoints are damaged; start again with --overwrite",
                folder));
  }

  /** An operation that fails leaves a whole checkpoint or none, and no state without a manifest. */
  @Test
  void whereAWriteFailsNoStateStays() throws IOException {
    Configuration hadoop = FaultyFileSystem.register(new Configuration());
    boolean failed = true;
    for (int operation = 0; failed; operation++) {
      Path run = folder.resolve("run" + operation);
      OutputDirectory faulty = OutputDirectory.open("faulty:" + run, Mode.NEW, hadoop);
      CheckpointStore ofFaulty = new CheckpointStore(faulty, 2);
      FaultyFileSystem.failAfter(operation, FaultyFileSystem.Fault.THROWS);
      try {
        ofFaulty.save(CheckpointCodecTest.checkpoint(5, 10, 1), () -> {});
      } catch (OutputException expected) {
        assertThat(expected).hasMessageContaining("Input/output error");
      }
      failed = FaultyFileSystem.hasFailed();
      FaultyFileSystem.reset();
      List<String> names = faulty.names("checkpoints");
      List<String> manifests = names.stream().filter(CheckpointStore::isCheckpoint).toList();
      assertThat(names).filteredOn(name -> name.startsWith("state-")).hasSameSizeAs(manifests);
      assertThat(ofFaulty.newest(warnings::add).isPresent()).isEqualTo(!manifests.isEmpty());
      faulty.close();
    }
  }

  private void assertFallsBackTo5() {
    warnings.clear();
    assertThat(store.newest(warnings::add).orElseThrow().state().iteration()).isEqualTo(5);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).startsWith("checkpoint-00000009.json is damaged: ");
  }

  private List<String> names(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    }
  }
}
