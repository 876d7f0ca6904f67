package org.sparksoftmax.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

class SummaryJsonTest {

  private static JsonNode summary(HiddenLayers hidden, int parameters)
      throws JsonProcessingException {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            FeatureSchema.unnamed(3),
            false,
            hidden,
            new double[parameters]);
    return new ObjectMapper().readTree(new SummaryJson().model(model).text());
  }

  @Test
  void aNetworkHasItsHiddenLayers() throws JsonProcessingException {
    JsonNode summary = summary(HiddenLayers.of(Activation.LEAKY_RELU, 4, 5), 12 + 20 + 10);
    assertThat(summary.path("hiddenLayers")).hasToString("[4,5]");
    assertThat(summary.path("activation").asText()).isEqualTo("leaky-relu");
    assertThat(summary.path("temperature").asDouble()).isEqualTo(1);
  }

  @Test
  void warningsAreAListThatMayBeEmpty() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(new SummaryJson().warnings(List.of("a", "b")).text()))
        .hasToString("{\"warnings\":[\"a\",\"b\"]}");
    assertThat(json.readTree(new SummaryJson().warnings(List.of()).text()))
        .hasToString("{\"warnings\":[]}");
  }

  @Test
  void aLinearModelHasNone() throws JsonProcessingException {
    assertThat(summary(HiddenLayers.NONE, 6).fieldNames())
        .toIterable()
        .containsExactly("modelSha256", "temperature");
  }
}
