package org.sparksoftmax.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The log of a Delta table. */
final class DeltaLog {

  /** The folder of the log in the folder of the table. */
  static final String FOLDER = "_delta_log";

  /** Commits and checkpoints, which start with the number of their version. */
  private static final Pattern FILE =
      Pattern.compile("(\\d{20})\\.(?:json|checkpoint\\.(?:.*\\.)?(?:parquet|json))");

  private DeltaLog() {}

  /** The newest version of the table in a folder; empty if it has no log. */
  static OptionalLong newestVersion(String table, Configuration hadoop) throws IOException {
    Path log = new Path(table, FOLDER);
    FileSystem fileSystem = log.getFileSystem(hadoop);
    try {
      return Arrays.stream(fileSystem.listStatus(log))
          .map(FileStatus::getPath)
          .map(file -> FILE.matcher(file.getName()))
          .filter(Matcher::matches)
          .mapToLong(file -> Long.parseLong(file.group(1)))
          .max();
    } catch (FileNotFoundException none) {
      return OptionalLong.empty();
    }
  }
}
