package org.sparksoftmax.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.parse.ConfigReader;

class CsvDialectTest {

  private static DataConfig config(String... sets) {
    List<String> all = new ArrayList<>(List.of("data.path=a"));
    all.addAll(List.of(sets));
    return ConfigReader.read(Optional.empty(), all, Map.of()).data();
  }

  @Test
  void theDefaultsAreThoseOfTheReference() {
    assertThat(config().text()).isEqualTo(TextFiles.DEFAULT);
  }

  @Test
  void namesAndCharactersGiveBytes() {
    assertThat(config("data.delimiter=tab").text().csv().delimiterByte(DataFormat.CSV))
        .isEqualTo((byte) '\t');
    assertThat(config("data.delimiter=\\t").text().csv().delimiterByte(DataFormat.CSV))
        .isEqualTo((byte) '\t');
    assertThat(config().text().csv().delimiterByte(DataFormat.TSV)).isEqualTo((byte) '\t');
    assertThat(config("data.quote=null").text().csv().quoteByte()).isEqualTo((byte) 0);
    assertThat(config("data.escape=\\").text().csv().escapeByte()).isEqualTo((byte) '\\');
    assertThat(config("data.escape=doubled").text().csv().escapeByte()).isEqualTo((byte) '"');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "data.delimiter=||!Invalid data.delimiter = || (--set): must be one ASCII character, tab or space",
        "data.escape=,!Invalid data.escape = , (--set): must differ from data.delimiter",
        "data.quote=,!Invalid data.quote = , (--set): must differ from data.delimiter",
        "data.delimiter=\"\\\"\"!Invalid data.delimiter = \" (--set): must differ from data.quote",
        "data.datetime-parts=[day-of-week]!Invalid data.datetime-parts = [\"day-of-week\"] (--set): is for the columns of data.datetime-columns, which names none",
        "data.delimiter=.!Invalid data.delimiter = . (--set): must not be a letter, digit, sign, point or line end",
        "data.quote=ab!Invalid data.quote = ab (--set): must be one ASCII character or null",
        "data.escape=yes!Invalid data.escape = yes (--set): must be one ASCII character, auto or doubled",
        "data.encoding=UTF-9!Invalid data.encoding = UTF-9 (--set): must be an encoding that Java supports, such as UTF-8, UTF-16, ISO-8859-1 or windows-1252",
        "data.index-base=2!Invalid data.index-base = 2",
        "data.index-base=0!Invalid data.index-base = 0 (--set): is for libsvm only; remove it, since data.format is csv",
      })
  void badValuesAreNamed(String set, String message) {
    assertThatThrownBy(() -> config(set))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void keysOfOtherFormatsAreRefused() {
    assertThatThrownBy(() -> config("data.format=parquet", "data.delimiter=;"))
        .hasMessageContaining("data.delimiter = ; (--set): is for csv and tsv only");
    assertThatThrownBy(() -> config("data.format=json", "data.encoding=UTF-16"))
        .hasMessageContaining("is for csv, tsv and libsvm only");
  }
}
