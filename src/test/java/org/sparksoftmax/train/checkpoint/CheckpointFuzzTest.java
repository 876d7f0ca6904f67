package org.sparksoftmax.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.fuzz.UntrustedInput;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.train.checkpoint.CheckpointCodec.CorruptCheckpointException;

/** Fuzzes the state of a checkpoint. The checksum is corrected, so that mutations are parsed. */
class CheckpointFuzzTest extends UntrustedInput {

  CheckpointFuzzTest() {
    super(CorruptCheckpointException.class, OutputException.class);
  }

  /**
   * Seeds of a version that is not read, and all their mutations, would be rejected at once. All
   * but the last are of version 2.
   */
  @ParameterizedTest
  @ValueSource(strings = {"no-memory", "no-pairs", "two-pairs", "first-order", "metrics-in-file"})
  void seedsAreRead(String name) throws IOException {
    String seed = "CheckpointFuzzTestInputs/fuzz/" + name;
    try (InputStream bytes = getClass().getResourceAsStream(seed)) {
      read(bytes.readAllBytes());
    }
  }

  @Override
  protected void read(byte[] input) throws IOException {
    int end = Math.max(0, input.length - Integer.BYTES);
    CRC32C crc = new CRC32C();
    crc.update(input, 0, end);
    int checksum = (int) crc.getValue();
    if (input.length >= Integer.BYTES) {
      ByteBuffer.wrap(input).putInt(end, checksum);
    }
    Checkpoint checkpoint =
        CheckpointCodec.read(new ByteArrayInputStream(input), input.length, checksum);
    double[] parameters = checkpoint.state().parameters();
    assertThat(checkpoint.state().value().gradient()).hasSameSizeAs(parameters);
    assertThat(16L * parameters.length).isLessThan(input.length);
    byte[] again = CheckpointCodecTest.bytes(checkpoint);
    assertThat(CheckpointCodecTest.bytes(CheckpointCodecTest.read(again))).isEqualTo(again);
    ResumeRules.requireSameConfig("it", checkpoint.identity().config(), "{}");
  }
}
