package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.DateTimes;
import org.sparksoftmax.config.DateTimes.Part;

class ColumnPartTest {

  private static double of(Part part, boolean sine, String time) {
    return new ColumnPart.OfDateTime(part, sine).of(LocalDateTime.parse(time));
  }

  @Test
  void aPointInTimeIsANumberOfDaysOrSeconds() {
    assertThat(of(Part.EPOCH_DAYS, false, "1970-01-03T12:00")).isEqualTo(2.5);
    assertThat(of(Part.EPOCH_SECONDS, false, "1970-01-02T00:00:01.5")).isEqualTo(86_401.5);
    assertThat(of(Part.EPOCH_DAYS, false, "1969-12-31T00:00")).isEqualTo(-1);
  }

  @Test
  void aCycleIsAPointOnACircle() {
    assertThat(of(Part.TIME_OF_DAY, true, "2026-11-29T06:00")).isEqualTo(1);
    assertThat(of(Part.TIME_OF_DAY, false, "2026-11-29T12:00")).isEqualTo(-1);
    assertThat(of(Part.DAY_OF_WEEK, false, "2026-11-30T00:00")).isEqualTo(1); // a Monday
    assertThat(of(Part.DAY_OF_WEEK, true, "2026-12-06T23:59:59")).isCloseTo(0, within(1e-4));
    assertThat(of(Part.DAY_OF_YEAR, false, "2024-07-02T00:00")).isCloseTo(-1, within(1e-12));
  }

  @Test
  void everyPartIsFoundByItsKeyword() {
    List<ColumnPart> parts = ColumnPart.of(List.of(Part.values()));
    assertThat(parts).hasSize(8);
    for (ColumnPart part : parts) {
      assertThat(ColumnPart.find(part.keyword())).contains(part);
    }
    assertThat(ColumnPart.find("[12]")).contains(new ColumnPart.Element(12));
    assertThat(ColumnPart.find("")).contains(ColumnPart.WHOLE);
    assertThat(ColumnPart.find("[01]")).isEmpty();
    assertThat(ColumnPart.find("century")).isEmpty();
    assertThat(ColumnPart.of(DateTimes.none().parts())).hasSize(1);
  }
}
