package org.sparksoftmax.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Masks secrets in text that leaves the program: lines of the console and of logs, messages of
 * exceptions, and the files that describe a run. Paths that are opened are never masked.
 *
 * <p>A secret is recognised by where it stands: before the {@code @} of an address, or as the value
 * of a name such as {@code password}, {@code sas-token} or {@code fs.s3a.secret.key}. Every pattern
 * is linear in the length of the text, because messages quote untrusted files.
 */
public final class Secrets {
  private static final String MASK = "***";

  /**
   * The user information of an address, up to its last {@code @}. A secret key may contain slashes,
   * so the match extends across slashes after {@code user:}, unless the colon is followed by a port
   * number. Buckets of S3 have no ports. A path of the local file system has one slash left of two.
   */
  private static final String USER_INFO =
      "(?i:(s3[an]?))://[^/,\\s:@]*+:[^,\\s]{0,512}@"
          + "|:/{1,2}+(?:[^/,\\s]{0,512}@|[^/,\\s:@]*+:(?!\\d+/)[^,\\s]{0,512}@)";

  /** {@code jdbc:oracle:thin:user/password@host}. */
  private static final Pattern ORACLE =
      Pattern.compile("(?i)(jdbc:oracle:[a-z0-9]+:)[^/@\\s]*+/[^\\s]{0,512}@");

  /** The words that make a name that of a secret. */
  private static final String WORDS =
      "passw(?:or)?d|pwd|passphrase|secret|token|credential|signature|authorization|sas[._-]?key"
          + "|(?:access|account|api|private|shared|auth)[._-]?key";

  /** A name in the middle of a text is scanned once, from its start. */
  private static final String NAME = "(?<![\\w.-])[\\w.-]{0,100}?(?:" + WORDS + ")[\\w.-]{0,100}+";

  private static final String QUOTED =
      "\"(?:[^\"\\\\]|\\\\.){0,2000}+\"?|'[^']{0,2000}+'?|\\{[^}]{0,2000}+}?";

  /** {@code name = value}, and the short names of the query of an address. */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?i)("
              + NAME
              + "\\s{0,9}+=\\s{0,9}+|[?&;](?:sig|key|code|pass)=)(?!\\*\\*\\*)(?:"
              + QUOTED
              + "|[^\\s,;&)'\"]{1,2000}+)");

  /** A member of JSON: {@code "name": "value"}. */
  private static final Pattern MEMBER =
      Pattern.compile("(?i)(\"" + NAME + "\"\\s{0,9}+:\\s{0,9}+)\"(?:[^\"\\\\]|\\\\.){0,2000}+\"");

  /** An option of SQL: {@code OPTIONS (name 'value', "name" = 'value')}. */
  private static final Pattern OPTION =
      Pattern.compile(
          "(?i)([(,]\\s{0,9}+[\"'`]?" + NAME + "[\"'`]?\\s{0,9}+=?\\s{0,9}+)'[^']{0,2000}+'");

  private static final Pattern ADDRESS = Pattern.compile(USER_INFO);
  private static final Pattern SECRET_NAME = Pattern.compile("(?i)" + WORDS);

  /** An option named {@code key} or {@code pat}, or whose last word is that. */
  private static final Pattern KEY = Pattern.compile("(?i)(?:^|[._-])(?:key|pat)$");

  /** The value of a header {@code Authorization}. */
  private static final Pattern BEARER = Pattern.compile("(?i)\\s*(?:bearer|basic)\\s.*");

  private Secrets() {}

  /** Returns options with the values of passwords, keys and tokens replaced by {@code ***}. */
  public static Map<String, String> maskOptions(Map<String, String> options) {
    Map<String, String> masked = new TreeMap<>();
    options.forEach(
        (name, value) ->
            masked.put(
                name,
                KEY.matcher(name).find() || BEARER.matcher(value).matches()
                    ? MASK
                    : maskValue(name, value)));
    return masked;
  }

  /** Replaces, for example, {@code s3a://key:secret@bucket} with {@code s3a://***@bucket}. */
  public static String mask(String text) {
    String masked = text;
    if (text.indexOf('@') >= 0) {
      masked = ADDRESS.matcher(masked).replaceAll("$1://" + MASK + "@");
      masked = ORACLE.matcher(masked).replaceAll("$1" + MASK + "@");
    }
    masked = MEMBER.matcher(masked).replaceAll("$1\"" + MASK + "\"");
    masked = OPTION.matcher(masked).replaceAll("$1'" + MASK + "'");
    return ASSIGNMENT.matcher(masked).replaceAll("$1" + MASK);
  }

  /** The value of a key: masked as a whole if the name of the key says that it is a secret. */
  public static String maskValue(String key, String value) {
    return isSecret(key) && !value.isEmpty() ? MASK : mask(value);
  }

  /** Masks every text of {@code node}, and returns it. */
  public static ObjectNode mask(ObjectNode node) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue() instanceof TextNode text) {
        field.setValue(new TextNode(maskValue(field.getKey(), text.textValue())));
      } else {
        maskInside(field.getValue());
      }
    }
    return node;
  }

  private static void maskInside(JsonNode node) {
    if (node instanceof ObjectNode object) {
      mask(object);
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof TextNode text) {
          array.set(i, new TextNode(mask(text.textValue())));
        } else {
          maskInside(array.get(i));
        }
      }
    }
  }

  private static boolean isSecret(String key) {
    return SECRET_NAME.matcher(key).find();
  }
}
