package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.sparksoftmax.fuzz.UntrustedInput;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/** Metadata without a checksum (version 1), so that mutations get past it. */
class ModelMetadataFuzzTest extends UntrustedInput {

  private static final byte[] WEIGHTS = ModelIntegrityTest.golden(1, ModelCodec.WEIGHTS);

  ModelMetadataFuzzTest() {
    super(CorruptModelException.class);
  }

  @Override
  protected void read(byte[] input) {
    SoftmaxModel model = ModelCodec.decode(input, WEIGHTS);
    assertThat(model.classes().size()).isEqualTo(2);
    assertThat(model.schema().featureNames()).hasSize(4).doesNotContainNull();
    ModelCodec.encode(model);
  }
}
