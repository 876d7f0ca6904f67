package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.text.EditDistance;

class KnownKeysTest {
  private final Config defaults = ConfigFiles.defaults();

  @Test
  void everyDocumentedKeyIsReadAndEveryKeyReadIsDocumented() {
    Config config = ConfigFactory.parseString("data.path = a").withFallback(defaults).resolve();
    Settings settings = new Settings(config, defaults);

    ConfigReader.read(settings);

    // A key that is read but not documented has no default, so Settings would have rejected it.
    assertThat(settings.keysRead()).isEqualTo(new KnownKeys(defaults).keys());
  }

  @Test
  void aKeyWithoutADefaultCannotBeRead() {
    assertThat(catchThrowable(() -> new Settings(defaults, defaults).text("data.colour")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot find data.colour in train.conf, where its default is");
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer.tolerence, optimizer.tolerance",
    "optimizer.max-iteration, optimizer.max-iterations",
    "optimiser.type, optimizer.type",
    "optimizer.max-iter, optimizer.max-iterations",
    "tolerance, optimizer.tolerance",
    "data.labels, data.labels-path",
    "data.label-colum, data.label-column",
    "data.valdation.fraction, data.validation.fraction",
    "regularisation.strength, regularization.strength",
    "data.tst.path, data.test.path",
    "model.intercepts, model.intercept"
  })
  void theNearestKeyIsSuggested(String unknown, String suggestion) {
    assertThat(new KnownKeys(defaults).nearest(unknown)).isEqualTo(suggestion);
  }

  @ParameterizedTest
  @CsvSource({"'', '', 0", "a, '', 1", "'', ab, 2", "kitten, sitting, 3", "abc, abc, 0"})
  void editDistanceCountsChangedCharacters(String from, String to, int distance) {
    assertThat(EditDistance.of(from, to)).isEqualTo(distance);
    assertThat(EditDistance.of(to, from)).isEqualTo(distance);
  }
}
