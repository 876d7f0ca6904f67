package org.sparksoftmax.data.source;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;

/**
 * Finds the log of a table format in a folder of plain files. Such a folder also holds files whose
 * rows were deleted or replaced; only the log says which files are live.
 */
public final class TableLogs {

  /** The folder of Hudi's log in the folder of a table. */
  private static final String HUDI = ".hoodie";

  private TableLogs() {}

  /**
   * Checks that files to be read without a log have none.
   *
   * @throws DataException if they belong to a table
   */
  public static void refuse(InputPaths input, DataFormat format, Configuration hadoop) {
    if (input.location().path().isEmpty()) {
      return;
    }
    Set<Path> seen = new TreeSet<>();
    for (String pattern : InputFiles.patterns(input.path())) {
      try {
        Path path = new Path(pattern);
        FileSystem fileSystem = InputFiles.fileSystem(path, input.key(), pattern, hadoop);
        FileStatus[] matches = fileSystem.globStatus(path);
        for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
          for (Path folder = folder(match); folder != null; folder = next(folder)) {
            if (seen.add(folder)) {
              refuse(input, format, folder, fileSystem);
            }
          }
        }
      } catch (IOException | IllegalArgumentException | UnsupportedOperationException unreadable) {
        return; // the reader of the files reports it
      }
    }
  }

  private static Path folder(FileStatus match) {
    Path path = match.getPath();
    return match.isDirectory() ? path : path.getParent();
  }

  /** The folder that may hold the log of files in {@code folder}: of partitions, or of its data. */
  private static Path next(Path folder) {
    String name = folder.getName();
    return name.contains("=") || name.equals("data") ? folder.getParent() : null;
  }

  private static void refuse(
      InputPaths input, DataFormat format, Path folder, FileSystem fileSystem) throws IOException {
    Optional<String> table = format(folder, fileSystem);
    if (table.isPresent()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot read %s = %s as %s: %s is a table of %s, whose log says which files are live; set data.format = %s and %s = %s (with submit/softmax --packages %s)",
              input.key(),
              input.path(),
              format,
              InputFiles.shown(folder.toString()),
              table.get().substring(0, 1).toUpperCase(Locale.ROOT) + table.get().substring(1),
              table.get(),
              input.key(),
              InputFiles.shown(folder.toString()),
              Packages.of(table.get()).orElseThrow()));
    }
  }

  /** The table format whose log a folder holds. */
  private static Optional<String> format(Path folder, FileSystem fileSystem) throws IOException {
    if (fileSystem.exists(new Path(folder, DeltaLog.FOLDER))) {
      return Optional.of("delta");
    }
    if (fileSystem.exists(new Path(folder, HUDI))) {
      return Optional.of("hudi");
    }
    FileStatus[] metadata = fileSystem.globStatus(new Path(folder, "metadata/*.metadata.json"));
    return metadata != null && metadata.length > 0 ? Optional.of("iceberg") : Optional.empty();
  }
}
