package org.sparksoftmax.config;

import java.util.Optional;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.Secrets;

/** A wrong command line or configuration; the message is the one line that the user reads. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String requirement;

  public ConfigException(String message) {
    this(message, null);
  }

  public ConfigException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
    this.key = null;
    this.requirement = null;
  }

  private ConfigException(String key, Object value, String requirement) {
    super(OneLine.of("Invalid " + key + " = " + plain(value) + " (" + requirement + ")"));
    this.key = key;
    this.requirement = requirement;
  }

  /**
   * The value of {@code key} breaks a rule. The parser replaces the message by one that also gives
   * the place of the value.
   *
   * @param requirement the rule, such as {@code must be > 0}
   */
  public static ConfigException invalid(String key, Object value, String requirement) {
    return new ConfigException(key, value, requirement);
  }

  /** A key without which the configuration makes no sense is not set. */
  public static ConfigException missing(String key, String reason) {
    return new ConfigException(
        String.format(
            "Missing %s: %s; set it in the configuration file or with --set %s=FILES",
            key, reason, key));
  }

  /** The key whose value is invalid, where the place of the value is still to be added. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** The rule that the value of {@link #key()} breaks. */
  public String requirement() {
    return requirement;
  }

  private static String plain(Object value) {
    String text = String.valueOf(value);
    boolean wholeDouble = value instanceof Double && text.endsWith(".0");
    return wholeDouble ? text.substring(0, text.length() - 2) : Secrets.mask(text);
  }
}
