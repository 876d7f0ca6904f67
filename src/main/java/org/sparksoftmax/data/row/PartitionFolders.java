package org.sparksoftmax.data.row;

import java.util.ArrayList;
import java.util.List;

/** Folders named {@code key=value}, as Hive and Spark write them: each key is a column. */
public final class PartitionFolders {

  /** The value of a partition whose column is null. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private PartitionFolders() {}

  /**
   * The keys in the part of a path below {@code base}, in order.
   *
   * @param base the folder that holds all files of the path
   */
  static List<String> keys(String file, String base) {
    List<String> keys = new ArrayList<>();
    if (!file.startsWith(base + "/")) {
      return keys;
    }
    for (String folder : folders(file.substring(base.length()))) {
      keys.add(unescape(folder.substring(0, folder.indexOf('='))));
    }
    return keys;
  }

  /**
   * The values of the last {@code count} keys in the path of a file, in order; empty for null.
   *
   * @param count the number of keys
   */
  public static List<String> values(String file, int count) {
    List<String> folders = folders(file);
    List<String> values = new ArrayList<>();
    for (String folder : folders.subList(folders.size() - count, folders.size())) {
      String value = unescape(folder.substring(folder.indexOf('=') + 1));
      values.add(value.equals(NULL) ? "" : value);
    }
    return values;
  }

  static boolean isPartition(String name) {
    return name.indexOf('=') > 0 && !name.startsWith(".");
  }

  private static List<String> folders(String file) {
    List<String> folders = new ArrayList<>();
    String[] names = file.split("/", -1);
    for (int i = 0; i < names.length - 1; i++) {
      if (isPartition(names[i])) {
        folders.add(names[i]);
      }
    }
    return folders;
  }

  /** Replaces {@code %3A} by the character with that code, as Hive escapes folder names. */
  private static String unescape(String name) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '%'
          && i + 2 < name.length()
          && name.substring(i + 1, i + 3).matches("\\p{XDigit}+")) {
        text.append((char) Integer.parseInt(name.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
