package org.sparksoftmax.config;

import java.util.Locale;

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
