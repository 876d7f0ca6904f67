package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sparksoftmax.fuzz.UntrustedInput;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/** Fuzzes weights. The checksum is corrected, so that mutations are parsed. */
class ModelWeightsFuzzTest extends UntrustedInput {

  ModelWeightsFuzzTest() {
    super(CorruptModelException.class);
  }

  @Override
  protected void read(byte[] input) {
    int end = input.length - Integer.BYTES;
    if (end >= 0) {
      ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).putInt(end, Checksum.of(input, end));
    }
    WeightsFile weights = WeightsFile.decode(input);
    assertThat(weights.parameters()).hasSizeLessThan(1 + input.length / Double.BYTES);
    byte[] metadata = ModelIntegrityTest.golden(weights.version(), ModelCodec.METADATA);
    ModelCodec.decode(metadata, input);
  }
}
