package org.sparksoftmax.output;

import java.io.IOException;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Object stores, in which a file becomes visible as a whole when its stream is closed, and a rename
 * is a copy. A file is therefore written at its final path.
 */
public final class ObjectStores {

  /** Hadoop's option of S3A, from version 3.4.2 on, for files that must not exist. */
  private static final String ONLY_IF_MISSING = "fs.option.create.conditional.overwrite";

  private ObjectStores() {}

  /** Whether streams of a file system can be aborted, as Spark decides it for its checkpoints. */
  public static boolean isOne(FileSystem fileSystem, Path path) throws IOException {
    return fileSystem.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /** Whether {@link #createIfMissing} is atomic although the file appears only when closed. */
  static boolean canCreateIfMissing(FileSystem fileSystem, Path path) throws IOException {
    return fileSystem.hasPathCapability(path, ONLY_IF_MISSING);
  }

  /** Creates a file whose stream fails when it is closed if the file exists by then. */
  static FSDataOutputStream createIfMissing(FileSystem fileSystem, Path path) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path);
    builder.must(ONLY_IF_MISSING, true);
    return builder.build();
  }
}
