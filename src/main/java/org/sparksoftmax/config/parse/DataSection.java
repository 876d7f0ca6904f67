package org.sparksoftmax.config.parse;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.CsvDialect;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataLocation;
import org.sparksoftmax.config.DateTimes;
import org.sparksoftmax.config.MissingValues;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TextFiles;

/** Reads the {@code data} section. */
final class DataSection {
  private DataSection() {}

  static DataConfig read(Settings settings) {
    return new DataConfig(
        settings.dataFormat("data.format"),
        new DataConfig.Source(
            location(settings, "data", Map.of()).orElseThrow(),
            settings.optionalText("data.labels-path"),
            split(settings, "data.validation"),
            split(settings, "data.test"),
            settings.wholeNumber("data.split-seed")),
        new DataConfig.ColumnNames(
            settings.choice("data.header", DataConfig.HeaderLine.class),
            settings.optionalText("data.label-column"),
            settings.texts("data.target-columns"),
            settings.optionalText("data.weight-column"),
            settings.texts("data.feature-columns"),
            settings.texts("data.categorical-columns"),
            settings.texts("data.exclude-columns")),
        new DateTimes(
            settings.texts("data.datetime-columns"),
            settings.choices("data.datetime-parts", DateTimes.Part.class)),
        new MissingValues(
            settings.choice("data.missing", MissingValues.Policy.class),
            settings.flag("data.missing-indicators")),
        settings.texts("data.classes"),
        new DataConfig.Features(
            settings.optionalText("data.feature-names"),
            settings.optionalSmallWholeNumber("data.num-features"),
            settings.number("data.feature-multiplier")),
        new DataConfig.Memory(
            settings.choice("data.storage", Storage.class),
            settings.smallWholeNumberOrAuto("data.partitions")),
        new BadRows(
            settings.choice("data.bad-rows", BadRows.Policy.class),
            settings.optionalWholeNumber("data.max-bad-rows")),
        text(settings));
  }

  private static TextFiles text(Settings settings) {
    return new TextFiles(
        new CsvDialect(
            settings.optionalText("data.delimiter"),
            settings.optionalText("data.quote"),
            settings.text("data.escape"),
            settings.texts("data.null-values")),
        settings.text("data.encoding"),
        indexBase(settings));
  }

  private static TextFiles.IndexBase indexBase(Settings settings) {
    String key = "data.index-base";
    return switch (settings.text(key)) {
      case "0" -> TextFiles.IndexBase.ZERO;
      case "1" -> TextFiles.IndexBase.ONE;
      case "auto" -> TextFiles.IndexBase.AUTO;
      default -> throw settings.setting(key).invalid("must be 0, 1 or auto");
    };
  }

  /**
   * Reads the keys that say where the rows of a data set are. Empty for a held-out set without any.
   *
   * @param common the options of data, which apply unless the set has its own
   */
  private static Optional<DataLocation> location(
      Settings settings, String group, Map<String, String> common) {
    Optional<String> path = settings.optionalText(group + ".path");
    Optional<String> table = settings.optionalText(group + ".table");
    Optional<String> query = settings.optionalText(group + ".query");
    Map<String, String> options = settings.options(group + ".options");
    boolean none = path.isEmpty() && table.isEmpty() && query.isEmpty() && options.isEmpty();
    if (none && !group.equals("data")) {
      return Optional.empty();
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(common);
    all.putAll(options);
    return Optional.of(new DataLocation(group, path, table, query, all));
  }

  private static SplitConfig split(Settings settings, String group) {
    return new SplitConfig(
        location(settings, group, DataLocation.withoutVersion(settings.options("data.options"))),
        settings.optionalText(group + ".labels-path"),
        settings.number(group + ".fraction"));
  }
}
