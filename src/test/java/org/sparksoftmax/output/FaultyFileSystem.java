package org.sparksoftmax.output;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files under the scheme {@code faulty}, with faults on demand. Every call that reads or
 * changes something counts as an operation, and so does every write and close of a stream.
 */
public final class FaultyFileSystem extends LocalFiles {

  /** How an operation fails. */
  public enum Fault {
    NONE,
    /** The operation throws an exception. */
    THROWS,
    /** The operation and all later ones throw an exception, as if the process had been killed. */
    DIES,
    /**
     * The operation returns false if it reports success by its result; otherwise, it throws an
     * exception.
     */
    SAYS_NO
  }

  private static final URI ROOT = URI.create("faulty:///");

  private static int operations;
  private static int failing;
  private static Fault fault = Fault.NONE;
  private static boolean copying;
  private static boolean objects;
  private static long bytesLeft;
  private static String reason;

  static {
    reset();
  }

  /** Disables all faults. */
  public static void reset() {
    operations = 0;
    fault = Fault.NONE;
    copying = false;
    objects = false;
    bytesLeft = Long.MAX_VALUE;
    reason = "Input/output error";
  }

  /** Makes an operation fail after {@code count} more operations. */
  public static void failAfter(int count, Fault how) {
    operations = 0;
    failing = count;
    fault = how;
  }

  /** Makes renaming copy and then delete file by file, as in object stores. */
  public static void renameByCopying() {
    copying = true;
  }

  /** Makes files appear when their streams are closed, and renaming fail. */
  public static void storeObjects() {
    objects = true;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return (objects && capability.equals(CommonPathCapabilities.ABORTABLE_STREAM))
        || super.hasPathCapability(path, capability);
  }

  /** Makes the disk full after the given number of bytes. */
  public static void fullAfter(long bytes) {
    bytesLeft = bytes;
  }

  /** Whether the failing operation has been reached. */
  public static boolean hasFailed() {
    return fault != Fault.NONE && operations > failing;
  }

  /** Registers the scheme in {@code hadoop}. */
  public static Configuration register(Configuration hadoop) {
    hadoop.set("fs.faulty.impl", FaultyFileSystem.class.getName());
    return hadoop;
  }

  private static boolean saysNo() throws IOException {
    int operation = operations++;
    boolean fails = fault == Fault.DIES ? operation >= failing : operation == failing;
    if (!fails || fault == Fault.NONE) {
      return false;
    }
    if (fault == Fault.SAYS_NO) {
      return true;
    }
    throw new IOException(reason);
  }

  private static void count() throws IOException {
    if (saysNo()) {
      throw new IOException(reason);
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return created(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return created(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  private FSDataOutputStream created(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    count();
    if (objects) {
      if (!overwrite && super.exists(path)) {
        throw new FileAlreadyExistsException(path.toString());
      }
      return new FSDataOutputStream(new ObjectStream(pathToFile(path).toPath()), statistics);
    }
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(new FaultyStream(out), statistics);
  }

  private static final class FaultyStream extends OutputStream {
    private final OutputStream out;

    FaultyStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      count();
      int room = (int) Math.min(bytesLeft, length);
      out.write(bytes, from, room);
      bytesLeft -= room;
      if (room < length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
      count();
    }
  }

  /** A stream whose file appears when it is closed, unless it is aborted. */
  private static final class ObjectStream extends ByteArrayOutputStream
      implements Abortable, StreamCapabilities {
    private final java.nio.file.Path path;
    private boolean ended;

    ObjectStream(java.nio.file.Path path) {
      this.path = path;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      ended = true;
      count();
      Files.createDirectories(path.getParent());
      Files.write(path, toByteArray());
    }

    @Override
    public AbortableResult abort() {
      ended = true;
      return null;
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (objects) {
      throw new IOException("an object store cannot rename");
    }
    if (saysNo()) {
      return false;
    }
    if (!copying) {
      return super.rename(from, to);
    }
    File target = pathToFile(to);
    File source = pathToFile(from);
    if (!source.isDirectory()) {
      Files.copy(source.toPath(), target.toPath(), StandardCopyOption.REPLACE_EXISTING);
    } else {
      target.mkdirs();
      for (File file : source.listFiles()) {
        count();
        byte[] bytes = Files.readAllBytes(file.toPath());
        java.nio.file.Path copy = target.toPath().resolve(file.getName());
        Files.write(copy, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        count();
        Files.write(copy, bytes);
      }
      for (File file : source.listFiles()) {
        count();
        Files.delete(file.toPath());
      }
    }
    count();
    return super.delete(from, true);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return !saysNo() && super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return !saysNo() && super.mkdirs(path);
  }

  @Override
  public boolean exists(Path path) throws IOException {
    count();
    return super.exists(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    count();
    return super.listStatus(path);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    count();
    return super.getFileStatus(path);
  }

  /** The file system of the scheme in {@code hadoop}. */
  public static FileSystem of(Configuration hadoop) throws IOException {
    return FileSystem.get(ROOT, hadoop);
  }
}
