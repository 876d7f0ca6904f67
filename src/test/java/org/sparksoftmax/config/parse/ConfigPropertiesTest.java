package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.text.Keyword;

class ConfigPropertiesTest {

  @Property
  void whatASummaryRecordsIsAConfigurationOfTheSameRun(
      @ForAll("paths") String path,
      @ForAll("columns") List<String> columns,
      @ForAll @IntRange(min = 1) int iterations,
      @ForAll long seed,
      @ForAll @DoubleRange(max = 0.99) double tolerance,
      @ForAll boolean intercept,
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 9999) Integer> hidden,
      @ForAll Storage storage)
      throws IOException {
    List<String> overrides = new ArrayList<>();
    overrides.add("data.path=" + path);
    overrides.add("data.feature-columns=[" + String.join(",", columns) + "]");
    overrides.add("data.storage=" + Keyword.of(storage));
    overrides.add("data.split-seed=" + seed);
    overrides.add("optimizer.max-iterations=" + iterations);
    overrides.add("optimizer.tolerance=" + tolerance);
    overrides.add("model.intercept=" + intercept);
    overrides.add("model.type=network");
    overrides.add("model.hidden-layers=" + hidden);
    TrainingConfig config = ConfigReader.read(Optional.empty(), overrides, Map.of());
    assertThat(config.data().path()).isEqualTo(path);
    assertThat(config.data().featureColumns()).isEqualTo(columns);
    assertThat(config.data().splitSeed()).isEqualTo(seed);
    assertThat(config.optimizer().maxIterations()).isEqualTo(iterations);
    assertThat(config.optimizer().tolerance()).isEqualTo(tolerance);
    assertThat(config.network().hidden().widths())
        .containsExactly(hidden.stream().mapToInt(width -> width).toArray());

    Path file = Files.createTempFile("property", ".json");
    try {
      Files.writeString(file, config.resolvedJson());
      assertThat(ConfigReader.read(Optional.of(file), List.of(), Map.of())).isEqualTo(config);
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.strings()
        .withChars("abé /\\#*?,.:=+'")
        .ofMaxLength(12)
        .map(tail -> "a" + tail + "z")
        .filter(path -> path.equals(path.strip()));
  }

  @Provide
  Arbitrary<List<String>> columns() {
    return Arbitraries.strings()
        .alpha()
        .ofMinLength(1)
        .ofMaxLength(6)
        .list()
        .ofMaxSize(4)
        .uniqueElements();
  }
}
