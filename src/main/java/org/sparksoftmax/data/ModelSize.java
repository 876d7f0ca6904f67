package org.sparksoftmax.data;

import java.util.Locale;
import org.sparksoftmax.config.ConfigException;

/** The largest model that there can be. */
public final class ModelSize {

  /** What fits the file of a model, of at most 2 GiB, beside its header. */
  public static final long MOST_PARAMETERS = (Integer.MAX_VALUE - 8L - 24) / 8;

  private ModelSize() {}

  /**
   * Checks the size of a model before anything of that size is allocated: one sparse index of the
   * data may be as large as any number.
   *
   * @throws ConfigException if its file could not hold it
   */
  public static void require(int classes, int features, boolean intercept) {
    long parameters = (features + (intercept ? 1L : 0L)) * classes;
    if (parameters > MOST_PARAMETERS) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Too large a model: %,d parameters (%d classes x %,d features) are more than the %,d that its file can hold; use fewer features or classes (data.num-features, data.feature-columns)",
              parameters,
              classes,
              features,
              MOST_PARAMETERS));
    }
  }
}
