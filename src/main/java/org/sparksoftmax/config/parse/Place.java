package org.sparksoftmax.config.parse;

import com.typesafe.config.ConfigOrigin;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a value is set, as shown in error messages: {@code my.conf: 7} or {@code --set}. */
public final class Place {
  /** The origin of values set on the command line. */
  public static final String OVERRIDE = "--set";

  /** The prefix of the origin of environment variables. */
  public static final String VARIABLE = "environment variable ";

  /** The prefix of the origin of a group of which an override sets a member. */
  private static final String GROUP_OF_OVERRIDE = "atPath(";

  private static final String MERGE = "merge of ";

  private Place() {}

  /**
   * The place of a value. For text that contains an environment variable ({@code ${HOME}/a}), it is
   * the place of the text.
   */
  public static String of(ConfigOrigin origin) {
    String description = origin.description();
    if (description.startsWith(MERGE)) {
      description =
          Arrays.stream(description.substring(MERGE.length()).split(","))
              .filter(part -> !part.startsWith(VARIABLE))
              .distinct()
              .collect(Collectors.joining(", "));
    }
    boolean override =
        description.startsWith(OVERRIDE) || description.startsWith(GROUP_OF_OVERRIDE);
    return override ? OVERRIDE : description;
  }
}
