package org.sparksoftmax.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.fuzz.UntrustedInput;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;

/** Fuzzes the manifest of the only checkpoint of a run: it is either unchanged or rejected. */
class CheckpointManifestFuzzTest extends UntrustedInput {

  private static final String MANIFEST = "checkpoint-00000007.json";

  @TempDir private static Path folder;
  private static OutputDirectory output;
  private static CheckpointStore store;
  private static String written;

  CheckpointManifestFuzzTest() {
    super(OutputException.class);
  }

  @BeforeAll
  static void save() throws IOException {
    output =
        OutputDirectory.open(
            folder.resolve("run").toString(), OutputDirectory.Mode.NEW, new Configuration());
    store = new CheckpointStore(output, 2);
    store.save(CheckpointCodecTest.checkpoint(7, 6, 2), () -> {});
    written = Files.readString(manifest());
  }

  @AfterAll
  static void close() {
    output.close();
  }

  private static Path manifest() {
    return folder.resolve("run/checkpoints").resolve(MANIFEST);
  }

  /** The seeds use the name {@code STATE} for the state, whose name differs in each run. */
  @Override
  protected void read(byte[] input) throws IOException {
    String text = new String(input, StandardCharsets.UTF_8);
    String state = written.replaceFirst(".*\"file\":\"([^\"]+)\".*\n", "$1");
    Files.writeString(manifest(), text.replace("STATE", state));
    Checkpoint checkpoint =
        store
            .newest(warning -> assertThat(warning).startsWith(MANIFEST + " is damaged: "))
            .orElseThrow();
    assertThat(Files.readString(manifest())).isEqualTo(written);
    assertThat(checkpoint.state().iteration()).isEqualTo(7);
  }
}
