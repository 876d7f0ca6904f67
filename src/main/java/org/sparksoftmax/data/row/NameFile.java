package org.sparksoftmax.data.row;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.FileSystems;

/** A file of names on any Hadoop file system: UTF-8, one name per line, no duplicates. */
public final class NameFile {

  /** The maximum size of the file: the names become part of the model's metadata. */
  private static final int MAX_BYTES = ModelCodec.MAX_METADATA_BYTES;

  private final String path;
  private final String key;

  /**
   * @param key the configuration key of {@code path}, for messages
   */
  public NameFile(String path, String key) {
    this.path = path;
    this.key = key;
  }

  /**
   * Reads the names.
   *
   * @param count required number of names
   * @param what the things that are named, for messages
   * @throws DataException if the file does not exist or does not contain {@code count} names
   */
  public List<String> read(int count, String what, Configuration hadoop) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    try (BufferedReader text = new BufferedReader(text(hadoop))) {
      for (String name = text.readLine(); name != null; name = text.readLine()) {
        names.add(name);
        requireNew(name, names.size(), lines.putIfAbsent(name, names.size()));
      }
    } catch (FileNotFoundException | IllegalArgumentException missing) {
      throw new DataException(
          String.format(Locale.ROOT, "Cannot find %s = %s: %s", key, path, missing.getMessage()),
          missing);
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read %s = %s: %s", key, path, FileFailure.reason(cannot)),
          cannot);
    }
    if (names.size() != count) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Invalid %s = %s: it has %,d lines where the data has %,d %s (must have one for each)",
              key,
              path,
              names.size(),
              count,
              what));
    }
    return names;
  }

  private void requireNew(String name, int line, Integer before) {
    if (name.isBlank()) {
      throw new DataException(
          String.format(Locale.ROOT, "%s:%d: the name is empty (%s)", path, line, key));
    }
    if (before != null) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:%d: the name '%s' duplicates line %d (%s)",
              path,
              line,
              name,
              before,
              key));
    }
  }

  private Reader text(Configuration hadoop) throws IOException {
    FileSystems.of(new Path(path), key + " = " + path, hadoop);
    try (InputStream in = InputFiles.open(path, hadoop)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(String.format(Locale.ROOT, "it has more than %d bytes", MAX_BYTES));
      }
      return new StringReader(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException bad) {
      throw new IOException("it is not UTF-8 text", bad);
    }
  }
}
