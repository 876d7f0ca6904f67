package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.fuzz.UntrustedInput;

/** Fuzzes {@code --set}: each line is one override. */
class OverridesFuzzTest extends UntrustedInput {

  OverridesFuzzTest() {
    super(ConfigException.class);
  }

  @Override
  protected void read(byte[] input) {
    List<String> overrides = new ArrayList<>(List.of("data.path=a"));
    overrides.addAll(List.of(new String(input, StandardCharsets.UTF_8).split("\n", 20)));
    TrainingConfig config = ConfigReader.read(Optional.empty(), overrides, Map.of("NAME", "value"));
    assertThat(config.resolvedJson()).isNotEmpty();
  }
}
