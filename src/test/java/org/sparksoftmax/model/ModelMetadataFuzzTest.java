package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.fuzz.UntrustedInput;
import org.sparksoftmax.model.ModelCodec.CorruptModelException;

/**
 * Fuzzes metadata without a checksum (version 1), so that mutations are parsed, and metadata of
 * networks (version 4) and centred features (version 5), whose checksum is corrected.
 */
class ModelMetadataFuzzTest extends UntrustedInput {

  private static final byte[] LINEAR = ModelIntegrityTest.golden(1, ModelCodec.WEIGHTS);
  private static final byte[] NETWORK = ModelIntegrityTest.golden(4, ModelCodec.WEIGHTS);
  private static final byte[] CENTRED = ModelIntegrityTest.golden(5, ModelCodec.WEIGHTS);
  private static final byte[] END = "\"\n}\n".getBytes(StandardCharsets.UTF_8);
  private static final int DIGITS = 8;

  ModelMetadataFuzzTest() {
    super(CorruptModelException.class);
  }

  @Override
  protected void read(byte[] input) {
    int from = input.length - END.length - DIGITS;
    boolean checksummed =
        from > 0 && Arrays.equals(input, from + DIGITS, input.length, END, 0, END.length);
    if (checksummed) {
      byte[] digits =
          String.format(Locale.ROOT, "%08x", Checksum.of(input, from))
              .getBytes(StandardCharsets.UTF_8);
      System.arraycopy(digits, 0, input, from, DIGITS);
    }
    boolean centred = new String(input, StandardCharsets.UTF_8).contains("\"formatVersion\" : 5");
    SoftmaxModel model =
        ModelCodec.decode(input, centred ? CENTRED : checksummed ? NETWORK : LINEAR);
    assertThat(model.isLinear()).isEqualTo(centred || !checksummed);
    assertThat(model.units().isCentred()).isEqualTo(centred);
    assertThat(model.classes().size()).isEqualTo(2);
    assertThat(model.schema().featureNames()).hasSize(4).doesNotContainNull();
    ModelCodec.encode(model);
  }
}
