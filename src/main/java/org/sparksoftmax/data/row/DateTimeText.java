package org.sparksoftmax.data.row;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Parses dates and points in time as ISO 8601 has them: {@code 2026-11-29}, {@code
 * 2026-11-29T10:15:30.5}, with a space instead of the T, with or without seconds, and with an
 * offset or {@code Z} at the end. Without an offset, the text is in UTC.
 */
public final class DateTimeText {

  private static final int DATE_LENGTH = "2026-11-29".length();

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "+0000")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withChronology(IsoChronology.INSTANCE);

  private DateTimeText() {}

  /**
   * The point in time, in UTC.
   *
   * @throws BadRow if the text is not one; the message is the part behind the column and the text
   */
  public static LocalDateTime parse(String text) throws BadRow {
    String iso = text;
    if (text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ') {
      iso = text.substring(0, DATE_LENGTH) + "T" + text.substring(DATE_LENGTH + 1);
    }
    try {
      TemporalAccessor parsed =
          FORM.parseBest(iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      }
      return parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
    } catch (DateTimeException notOne) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "%s, which is not a date or time such as 2026-11-29 or 2026-11-29T10:15:30 (data.datetime-columns)",
              BadRow.shown(text)));
    }
  }
}
