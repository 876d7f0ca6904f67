package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RejectedRowTest {

  private static final ObjectMapper STRICT = new ObjectMapper();

  private static String text(byte[] bytes) {
    return RejectedRow.text(bytes, 0, bytes.length);
  }

  private static String utf8(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyByteGivesOneLineOfValidJson() throws IOException {
    byte[] bytes = new byte[256];
    for (int b = 0; b < 256; b++) {
      bytes[b] = (byte) b;
    }
    RejectedRow row =
        new RejectedRow("/a \"b\"\n.csv", RejectedRow.Unit.LINE, 7, "bad \u0001", text(bytes));
    assertThat(row.json().lines()).hasSize(1);
    JsonNode node = STRICT.readTree(row.json().getBytes(StandardCharsets.UTF_8));
    assertThat(node.path("file").asText()).isEqualTo("/a \"b\"\n.csv");
    assertThat(node.path("line").asLong()).isEqualTo(7);
    assertThat(node.path("reason").asText()).isEqualTo("bad \u0001");
    assertThat(node.path("row").asText())
        .startsWith("\u0000\u0001\u0002")
        .contains("xyz{|}~\u007F\uFFFD")
        .hasSize(256);
  }

  @Test
  void aRowWithoutTextHasNone() {
    RejectedRow row = new RejectedRow("a.bin", RejectedRow.Unit.LINE, 2, "odd", null);
    assertThat(row.json()).isEqualTo("{\"file\":\"a.bin\",\"line\":2,\"reason\":\"odd\"}");
    assertThat(row.behind(40).message()).isEqualTo("a.bin:42: odd");
  }

  @Test
  void longTextIsCutBetweenCharactersAt64KiB() {
    String longest = "x".repeat(RejectedRow.MAX_TEXT);
    assertThat(utf8(longest)).isEqualTo(longest);
    assertThat(RejectedRow.text(longest)).isEqualTo(longest);
    assertThat(utf8(longest + "y")).endsWith("xx...").hasSize(RejectedRow.MAX_TEXT);
    String wide = "x" + "\u20AC".repeat(RejectedRow.MAX_TEXT);
    for (String cut : new String[] {utf8(wide), RejectedRow.text(wide)}) {
      assertThat(cut).startsWith("x\u20AC").endsWith("\u20AC...").doesNotContain("\uFFFD");
      assertThat(cut.getBytes(StandardCharsets.UTF_8))
          .hasSizeBetween(RejectedRow.MAX_TEXT - 4, RejectedRow.MAX_TEXT);
    }
  }
}
