package org.sparksoftmax.config;

/**
 * A picture as a row of features: all pixels of the first channel, line by line from the top left,
 * then those of the next one.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 (gray) or 3 (red, green, blue)
 */
public record ImageShape(int width, int height, int channels) {

  /** The number of features that make a picture; does not overflow. */
  public long features() {
    return (long) width * height * channels;
  }

  /** Such as {@code 28 x 28 x 1}. */
  @Override
  public String toString() {
    return "%d x %d x %d".formatted(width, height, channels);
  }
}
