package org.sparksoftmax.data.row;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Finds and opens input files on any Hadoop file system. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * Lists the files that {@code paths} matches, sorted by path, without duplicates.
   *
   * @param paths comma-separated paths or globs; a directory stands for its files (excluding
   *     subdirectories) except those whose names start with {@code _} or {@code .}
   * @param key the configuration key of {@code paths}, for messages
   * @throws DataException if a path matches no file, or if a file is empty
   */
  public static List<InputFile> list(String paths, String key, Configuration hadoop)
      throws IOException {
    TreeMap<String, InputFile> files = new TreeMap<>();
    for (String pattern : patterns(paths)) {
      List<FileStatus> found = matching(pattern, key, hadoop);
      if (found.isEmpty()) {
        throw missing(
            key, pattern, "no file matches (relative paths are taken from the working directory)");
      }
      for (FileStatus status : found) {
        String path = status.getPath().toString();
        if (status.getLen() == 0) {
          throw new DataException(
              "Empty file: " + shown(path) + " (" + key + "): delete it or leave it out");
        }
        files.put(path, new InputFile(path, status.getLen()));
      }
    }
    return List.copyOf(files.values());
  }

  /** Opens {@code file} for reading from its start, decompressed according to its suffix. */
  public static InputStream open(String file, Configuration hadoop) throws IOException {
    CompressionCodec codec = codec(file, hadoop);
    FSDataInputStream stored = openStored(file, hadoop);
    return codec == null ? stored : DecompressedStream.open(codec, stored, file);
  }

  /** Opens {@code file} for reading its bytes as stored; the stream is seekable. */
  public static FSDataInputStream openStored(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem(hadoop).open(path);
  }

  /** Whether reading can start anywhere in the file, that is, whether it is uncompressed. */
  public static boolean splittable(String file) {
    return codec(file, new Configuration(false)) == null;
  }

  /** The path for messages: without the scheme if the file is local. */
  public static String shown(String file) {
    return file.startsWith("file:") ? new Path(file).toUri().getPath() : file;
  }

  private static CompressionCodec codec(String file, Configuration hadoop) {
    return new CompressionCodecFactory(hadoop).getCodec(new Path(file));
  }

  private static List<FileStatus> matching(String pattern, String key, Configuration hadoop)
      throws IOException {
    Path path;
    FileStatus[] matches;
    FileSystem system;
    try {
      path = new Path(pattern);
      system = path.getFileSystem(hadoop);
      matches = system.globStatus(path);
    } catch (IllegalArgumentException e) {
      throw missing(key, pattern, e.getMessage());
    }
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      if (match.isFile()) {
        files.add(match);
      } else {
        addDirectory(system, match, files);
      }
    }
    return files;
  }

  private static void addDirectory(FileSystem system, FileStatus directory, List<FileStatus> files)
      throws FileNotFoundException, IOException {
    for (FileStatus status : system.listStatus(directory.getPath())) {
      String name = status.getPath().getName();
      if (status.isFile() && !name.startsWith("_") && !name.startsWith(".")) {
        files.add(status);
      }
    }
  }

  private static DataException missing(String key, String pattern, String why) {
    return new DataException("Cannot find " + key + " = " + pattern + ": " + why);
  }

  /** Splits at commas outside braces, because {@code {a,b}} is one glob. */
  private static List<String> patterns(String paths) {
    List<String> patterns = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= paths.length(); i++) {
      char c = i == paths.length() ? ',' : paths.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (i == paths.length() || (c == ',' && depth == 0)) {
        patterns.add(paths.substring(from, i).strip());
        from = i + 1;
      }
    }
    return patterns;
  }
}
