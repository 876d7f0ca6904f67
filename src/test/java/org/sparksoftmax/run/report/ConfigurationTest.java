package org.sparksoftmax.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static Configuration of(String config) throws IOException {
    JsonNode defaults =
        JSON.readTree(
            """
            {"a": {"path": null, "rate": 1e-6, "list": [], "weights": "none"}, "b": 1.0}
            """);
    return new Configuration(JSON.readTree(config), defaults);
  }

  @Test
  void onlyKeysOfOtherValuesAreInTheCommand() throws IOException {
    assertThat(
            of("{\"a\":{\"path\":\"x y\",\"rate\":1.0E-6,\"list\":[\"k\"],\"weights\":{\"c\":2}},\"b\":1}")
                .command())
        .isEqualTo(
            "submit/softmax train \\\n    --set 'a.list=[\"k\"]' \\\n    --set 'a.path=x y' \\\n    --set 'a.weights={\"c\":2}'");
  }

  @Test
  void aNumberWrittenAsTextIsNoDifference() throws IOException {
    assertThat(of("{\"a\":{\"path\":\"null\"},\"b\":\"1\"}").command())
        .isEqualTo("submit/softmax train \\\n    --set a.path=null");
  }

  @Test
  void aShellReadsEveryValueAsItIs() throws IOException {
    assertThat(of("{\"a\":{\"path\":\"it's; rm -rf $HOME\"}}").command())
        .endsWith("--set 'a.path=it'\\''s; rm -rf $HOME'");
  }

  @Test
  void keysOfOtherVersionsDoNoHarm() throws IOException {
    assertThat(of("{\"b\":2.5,\"gone\":{\"key\":1}}").command())
        .isEqualTo("submit/softmax train \\\n    --set b=2.5");
  }
}
