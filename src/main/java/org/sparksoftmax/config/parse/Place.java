package org.sparksoftmax.config.parse;

import com.typesafe.config.ConfigOrigin;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a value comes from, as error messages give it: {@code my.conf: 7} or {@code --set}. */
public final class Place {
  /** The origin of what the command line sets. */
  public static final String OVERRIDE = "--set";

  /** How the origin of an environment variable's value begins. */
  public static final String VARIABLE = "environment variable ";

  private static final String MERGE = "merge of ";

  private Place() {}

  /**
   * The place of a value. Of a text that is partly an environment variable ({@code ${HOME}/a}) it
   * is where the text stands.
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
    return description.startsWith(OVERRIDE) ? OVERRIDE : description;
  }
}
