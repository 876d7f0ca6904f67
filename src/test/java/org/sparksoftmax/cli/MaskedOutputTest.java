package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskedOutputTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out =
      new PrintStream(new MaskedOutput(bytes), false, StandardCharsets.UTF_8);

  @Test
  void aSecretAcrossTheBuffersOfAWriterIsMasked() {
    PrintWriter writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    for (int start = 0; start < 200; start++) {
      bytes.reset();
      String before = "x".repeat(8100 + start);
      writer.println(before + " s3a://key:hidden@bucket/ß");

      assertEquals(before + " s3a://***@bucket/ß\n", text());
    }
  }

  @Test
  void linesComeOutAsTheyEndAndTheRestWhenFlushed() {
    out.print("a\nb://c:d@e");
    assertThat(text()).isEqualTo("a\n");

    out.flush();
    assertThat(text()).isEqualTo("a\nb://***@e");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
