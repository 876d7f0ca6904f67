package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.model.ModelIntegrityTest.appended;
import static org.sparksoftmax.model.ModelIntegrityTest.flipped;
import static org.sparksoftmax.model.ModelIntegrityTest.golden;
import static org.sparksoftmax.model.ModelIntegrityTest.refuses;
import static org.sparksoftmax.model.ModelIntegrityTest.withChecksum;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/** The contract of model files of all versions with checksums: any damage is detected. */
abstract class ModelFilesContract {

  private final byte[] metadata;
  private final byte[] weights;

  /** Tests the golden files of {@code version}. */
  ModelFilesContract(int version) {
    this.metadata = golden(version, ModelCodec.METADATA);
    this.weights = golden(version, ModelCodec.WEIGHTS);
  }

  @Test
  void everyFlippedBitIsFound() {
    for (int bit = 0; bit < 8 * metadata.length; bit++) {
      refuses(flipped(metadata, bit), weights);
    }
    for (int bit = 0; bit < 8 * weights.length; bit++) {
      refuses(metadata, flipped(weights, bit));
    }
  }

  @Test
  void everyTruncationIsFound() {
    for (int length = 0; length < metadata.length; length++) {
      refuses(Arrays.copyOf(metadata, length), weights);
    }
    for (int length = 0; length < weights.length; length++) {
      byte[] shorter = Arrays.copyOf(weights, length);
      refuses(metadata, shorter);
      if (length >= Integer.BYTES) {
        refuses(metadata, withChecksum(shorter));
      }
    }
  }

  @Test
  void everyAppendedByteIsFound() {
    for (int value = 0; value < 256; value++) {
      refuses(appended(metadata, value), weights);
      refuses(metadata, appended(weights, value));
      refuses(metadata, withChecksum(appended(weights, value)));
    }
  }

  /** Checks that weights with a changed int32 and a matching checksum are rejected. */
  final void refusesWeights(int position, int value, String message) {
    byte[] changed = weights.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(position, value);
    assertThatThrownBy(() -> ModelCodec.decode(metadata, withChecksum(changed)))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage(message);
  }

  /** Checks that metadata with a changed text and a matching checksum is rejected. */
  final void refusesMetadata(String text, String replacement, String message) {
    String whole = new String(metadata, StandardCharsets.UTF_8);
    assertThat(whole).contains(text);
    byte[] changed = withChecksum(whole.replace(text, replacement));
    assertThatThrownBy(() -> ModelCodec.decode(changed, weights))
        .isInstanceOf(CorruptModelException.class)
        .hasMessage(message);
  }
}
