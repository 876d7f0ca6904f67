package org.sparksoftmax.config;

import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.Secrets;

/**
 * Thrown when the command line or the configuration is invalid. The message is a single line, meant
 * for the user.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String value;
  private final String requirement;
  private final boolean placed;

  public ConfigException(String message) {
    this(message, null);
  }

  public ConfigException(String message, Throwable cause) {
    super(OneLine.message(message), cause);
    this.key = null;
    this.value = null;
    this.requirement = null;
    this.placed = false;
  }

  private ConfigException(
      String message, String key, String value, String requirement, boolean placed) {
    super(OneLine.message(message));
    this.key = key;
    this.value = value;
    this.requirement = requirement;
    this.placed = placed;
  }

  /**
   * Returns an exception for a value of {@code key} that breaks a rule. The parser replaces it with
   * one that also gives the place of the value.
   *
   * @param requirement the rule, such as {@code must be > 0}
   */
  public static ConfigException invalid(String key, Object value, String requirement) {
    String text = plain(value);
    String message = "Invalid " + key + " = " + text + " (" + requirement + ")";
    return new ConfigException(message, key, text, requirement, false);
  }

  /**
   * Returns an exception for a value of {@code key} that breaks a rule.
   *
   * @param value the value as written
   * @param place where the value is set, such as {@code my.conf: 7}
   */
  public static ConfigException invalid(
      String key, String value, String place, String requirement) {
    String message = "Invalid " + key + " = " + value + " (" + place + "): " + requirement;
    return new ConfigException(message, key, value, requirement, true);
  }

  /** Returns an exception for a required key that is not set. */
  public static ConfigException missing(String key, String reason) {
    return missing(key, reason, "FILES");
  }

  /**
   * Returns an exception for a required key that is not set.
   *
   * @param value what to set it to, such as {@code FILES}
   */
  static ConfigException missing(String key, String reason, String value) {
    return new ConfigException(
        String.format(
            Locale.ROOT,
            "Missing %s: %s; set it in the configuration file or with --set %s=%s",
            key,
            reason,
            key,
            value));
  }

  /** The key whose value breaks a rule, or empty for any other error. */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /** The value of {@link #key()}, passwords masked. */
  public String value() {
    return value;
  }

  /** The rule that the value of {@link #key()} breaks. */
  public String requirement() {
    return requirement;
  }

  /** Whether the message gives the place of the value. */
  public boolean isPlaced() {
    return placed;
  }

  private static String plain(Object value) {
    String text = String.valueOf(value);
    boolean wholeDouble = value instanceof Double && text.endsWith(".0");
    return wholeDouble ? text.substring(0, text.length() - 2) : Secrets.mask(text);
  }
}
