package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Optional;

/**
 * How the report presents classes and features ({@code report}).
 *
 * @param classNames display names of the classes; the labels by default
 * @param image image shape of the features; empty if they are not an image
 */
public record ReportConfig(Optional<ClassNames> classNames, Optional<ImageShape> image) {

  public ReportConfig {
    image.ifPresent(ReportConfig::check);
  }

  private static void check(ImageShape image) {
    if (image.width() < 1 || image.height() < 1) {
      throw invalid("report.image", image, "must have a width and a height >= 1");
    }
    if (image.channels() != 1 && image.channels() != 3) {
      throw invalid("report.image", image, "must have 1 channel (gray) or 3 (red, green, blue)");
    }
  }
}
