package org.sparksoftmax.data.text;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.TextFiles;
import org.sparksoftmax.config.TextFiles.IndexBase;

/**
 * How libsvm files are written.
 *
 * @param base the smallest index: 0 or 1
 * @param maxFeatures the largest number of features (data.num-features); 0 for no limit
 * @param encoding the name of the character encoding
 * @param nullValues the texts that stand for a missing label
 */
public record LibsvmForm(int base, int maxFeatures, String encoding, Set<String> nullValues)
    implements Serializable {

  private static final Pattern INDEX_0 = Pattern.compile("[^#]*?\\s0+:.*");

  public LibsvmForm {
    nullValues = Set.copyOf(nullValues);
  }

  /** Returns the form of files with the default configuration. */
  static LibsvmForm standard(int maxFeatures) {
    TextFiles text = TextFiles.DEFAULT;
    return new LibsvmForm(1, maxFeatures, text.encoding(), Set.copyOf(text.csv().nullValues()));
  }

  /**
   * Returns the configured form.
   *
   * @param base the smallest index
   */
  public static LibsvmForm of(DataConfig config, int base, int maxFeatures) {
    TextFiles text = config.text();
    return new LibsvmForm(base, maxFeatures, text.encoding(), Set.copyOf(text.csv().nullValues()));
  }

  /**
   * The smallest index that the first lines of the data have: 0, or else 1.
   *
   * @param remarks receives the decision
   */
  public static int baseOf(TextSample sample, Consumer<String> remarks) {
    int base = has0(sample.lines()) ? 0 : 1;
    remarks.accept(
        String.format(
            Locale.ROOT,
            "indices start from %d, as the lines from %s show (data.index-base = auto)",
            base,
            sample.place()));
    return base;
  }

  /** The configured smallest index, which is not {@link IndexBase#AUTO}. */
  public static int baseOf(IndexBase configured) {
    return configured == IndexBase.ZERO ? 0 : 1;
  }

  private static boolean has0(List<String> lines) {
    return lines.stream().anyMatch(line -> INDEX_0.matcher(line).matches());
  }
}
