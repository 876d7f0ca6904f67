package org.sparksoftmax.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EmbeddedJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void nothingEndsTheElementAndEverythingIsReadBack() throws IOException {
    String hostile = "</script><script>alert(1)</script><!-- & \u2028\u2029 \"\\ é 😀";
    ObjectNode node = JSON.createObjectNode();
    node.put(hostile, hostile);
    node.putArray("list").add(hostile).add(1.5).addNull();

    String text = EmbeddedJson.text(node);

    assertThat(text).doesNotContain("<", ">", "&", "\u2028", "\u2029").contains("\\u2028", "é");
    assertThat(JSON.readTree(text)).isEqualTo(node);
  }
}
