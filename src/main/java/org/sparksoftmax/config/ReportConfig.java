package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Locale;
import java.util.Optional;

/**
 * How the report presents classes and features ({@code report}).
 *
 * @param classNames display names of the classes; the labels by default
 * @param image image shape of the features; empty if they are not an image
 */
public record ReportConfig(Optional<ClassNames> classNames, Optional<ImageShape> image) {

  /**
   * The shape of an image stored as a row of features: the pixels of the first channel in row-major
   * order from the top left, then those of the next channel.
   *
   * @param width width in pixels
   * @param height height in pixels
   * @param channels number of channels: 1 (gray) or 3 (red, green, blue)
   */
  public record ImageShape(int width, int height, int channels) {

    /** The number of features of an image; does not overflow. */
    public long features() {
      return (long) width * height * channels;
    }

    /** The dimensions, such as {@code 28 x 28 x 1}. */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%d x %d x %d", width, height, channels);
    }
  }

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
