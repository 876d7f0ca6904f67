package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-29, 2026-11-29T00:00",
    "2026-11-29T10:15, 2026-11-29T10:15",
    "2026-11-29 10:15:30, 2026-11-29T10:15:30",
    "2026-11-29T10:15:30.25Z, 2026-11-29T10:15:30.250",
    "2026-11-29 01:15:30+02:00, 2026-11-28T23:15:30",
    "2026-11-29T10:15:30-0330, 2026-11-29T13:45:30",
    "1583-01-01, 1583-01-01T00:00",
    "2024-02-29, 2024-02-29T00:00"
  })
  void timesAreInUtc(String text, String expected) throws BadRow {
    assertThat(DateTimeText.parse(text)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "29.11.2026", "2026-13-01", "2025-02-29", "2026-11-29 25:00", "x"})
  void anyOtherTextIsNamed(String text) {
    assertThatThrownBy(() -> DateTimeText.parse(text))
        .isInstanceOf(BadRow.class)
        .hasMessage(
            "'%s', which is not a date or time such as 2026-11-29 or 2026-11-29T10:15:30 (data.datetime-columns)",
            text);
  }

  @Test
  void digitsOfOtherScriptsAreNotDigits() {
    assertThatThrownBy(() -> DateTimeText.parse("\u0662\u0660\u0662\u0666-11-29"))
        .isInstanceOf(BadRow.class);
  }
}
