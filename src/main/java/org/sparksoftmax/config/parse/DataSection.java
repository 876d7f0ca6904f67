package org.sparksoftmax.config.parse;

import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.config.Storage;

/** Reads the {@code data} section. */
final class DataSection {
  private DataSection() {}

  static DataConfig read(Settings settings) {
    return new DataConfig(
        settings.choice("data.format", DataFormat.class),
        new DataConfig.Source(
            path(settings),
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
            settings.texts("data.categorical-columns")),
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
            settings.optionalWholeNumber("data.max-bad-rows")));
  }

  private static String path(Settings settings) {
    return settings
        .optionalText("data.path")
        .orElseThrow(() -> ConfigException.missing("data.path", "there is no training data"));
  }

  private static SplitConfig split(Settings settings, String group) {
    return new SplitConfig(
        settings.optionalText(group + ".path"),
        settings.optionalText(group + ".labels-path"),
        settings.number(group + ".fraction"));
  }
}
