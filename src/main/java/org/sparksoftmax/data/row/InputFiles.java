package org.sparksoftmax.data.row;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.output.FileSystems;

/** Finds and opens input files on any Hadoop file system. */
public final class InputFiles {

  private InputFiles() {}

  /**
   * Lists the files that {@code paths} matches, sorted by path, without duplicates and without
   * empty files.
   *
   * @param paths comma-separated paths or globs. A directory stands for its files, and for those of
   *     its folders {@code key=value}. Names that start with {@code _} or {@code .} are passed over
   *     in directories and globs
   * @param key the configuration key of {@code paths}, for messages
   * @throws DataException if a path matches no file, or if all files are empty
   */
  public static List<InputFile> list(String paths, String key, Configuration hadoop)
      throws IOException {
    TreeMap<String, InputFile> files = new TreeMap<>();
    List<String> empty = new ArrayList<>();
    for (String pattern : patterns(paths)) {
      Pattern parsed = Pattern.of(pattern, key, hadoop);
      List<FileStatus> found = parsed.files();
      if (found.isEmpty()) {
        throw missing(key, pattern, noMatch(hadoop));
      }
      for (FileStatus status : found) {
        String path = status.getPath().toString();
        if (status.getLen() == 0) {
          empty.add(path);
        } else {
          files.put(
              path,
              new InputFile(path, status.getLen(), PartitionFolders.keys(path, parsed.base())));
        }
      }
    }
    if (files.isEmpty()) {
      throw new DataException(
          empty.size() == 1
              ? "Empty file: " + shown(empty.get(0)) + " (" + key + "): delete it or leave it out"
              : String.format(
                  Locale.ROOT,
                  "Cannot read %s = %s: all its %d files are empty",
                  key,
                  paths,
                  empty.size()));
    }
    return List.copyOf(files.values());
  }

  /** Opens {@code file} for reading from its start, decompressed if it is compressed. */
  public static InputStream open(String file, Configuration hadoop) throws IOException {
    return Compression.open(openStored(file, hadoop), file, hadoop);
  }

  /** Whether a stream that {@link #open} returned decompresses its file. */
  public static boolean isDecompressed(InputStream content) {
    return content instanceof DecompressedStream;
  }

  /** Opens {@code file} for reading its bytes as stored; the stream is seekable. */
  public static FSDataInputStream openStored(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    return path.getFileSystem(hadoop).open(path);
  }

  /**
   * The file system of a path or glob.
   *
   * @param key the configuration key of {@code pattern}, for messages
   * @throws org.sparksoftmax.config.ConfigException if there is none
   * @throws DataException if its files cannot be listed
   */
  public static FileSystem fileSystem(Path path, String key, String pattern, Configuration hadoop)
      throws IOException {
    String scheme = String.valueOf(path.toUri().getScheme());
    if (scheme.equals("http") || scheme.equals("https")) {
      throw missing(key, pattern, "files of such an address cannot be listed: download them first");
    }
    return FileSystems.of(path, key + " = " + pattern, hadoop);
  }

  /** Whether the name of a file has no suffix of a compressed file. */
  public static boolean splittable(String file) {
    return !Compression.hasSuffix(file);
  }

  /** Whether a file is compressed, by its name or its first bytes. */
  public static boolean isCompressed(String file, byte[] head, Configuration hadoop) {
    return Compression.isCompressed(file, head, hadoop);
  }

  /** Whether a file is compressed, by its name or its first bytes. */
  public static boolean isCompressed(String file, Configuration hadoop) throws IOException {
    try (InputStream in = openStored(file, hadoop)) {
      return Compression.isCompressed(file, in.readNBytes(8), hadoop);
    }
  }

  /** The path for messages: without the scheme if the file is local. */
  public static String shown(String file) {
    return file.startsWith("file:") ? new Path(file).toUri().getPath() : file;
  }

  /**
   * A path or glob.
   *
   * @param base the path up to the first component with a wildcard
   */
  private record Pattern(
      FileSystem system, FileStatus[] matches, String base, boolean passesOverHidden) {

    static Pattern of(String pattern, String key, Configuration hadoop) throws IOException {
      try {
        Path path = new Path(pattern);
        FileSystem system = fileSystem(path, key, pattern, hadoop);
        FileStatus[] matches = system.globStatus(path);
        Path base = path;
        boolean glob = false;
        for (Path each = path; each != null; each = each.getParent()) {
          if (each.getName().matches(".*[*?\\[{\\\\].*") && each.getParent() != null) {
            base = each.getParent();
            glob = true;
          }
        }
        return new Pattern(
            system,
            matches == null ? new FileStatus[0] : matches,
            system.makeQualified(base).toString(),
            glob && !isHidden(path.getName()));
      } catch (IllegalArgumentException e) {
        throw missing(key, pattern, FileSystems.whyNoPath(pattern, e));
      }
    }

    List<FileStatus> files() throws IOException {
      List<FileStatus> files = new ArrayList<>();
      for (FileStatus match : matches) {
        if (!(passesOverHidden && isHidden(match.getPath().getName()))) {
          add(match, files);
        }
      }
      return files;
    }

    private void add(FileStatus status, List<FileStatus> files) throws IOException {
      if (status.isFile()) {
        files.add(status);
        return;
      }
      for (FileStatus member : system.listStatus(status.getPath())) {
        String name = member.getPath().getName();
        if (!isHidden(name) && (member.isFile() || PartitionFolders.isPartition(name))) {
          add(member, files);
        }
      }
    }

    /** Whether other tools write the name for their own use, as Spark defines it. */
    private static boolean isHidden(String name) {
      return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
    }
  }

  private static String noMatch(Configuration hadoop) {
    URI standard = FileSystem.getDefaultUri(hadoop);
    return "file".equals(standard.getScheme())
        ? "no file matches (relative paths are taken from the working directory)"
        : String.format(
            Locale.ROOT,
            "no file matches (paths without a scheme are taken from %s; a file of every machine is file:/PATH)",
            standard);
  }

  private static DataException missing(String key, String pattern, String why) {
    return new DataException("Cannot find " + key + " = " + pattern + ": " + why);
  }

  /** Splits at commas outside braces, because {@code {a,b}} is one glob. */
  public static List<String> patterns(String paths) {
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
