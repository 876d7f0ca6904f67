package org.sparksoftmax.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A lock for file systems without locks: a marker file that only one run can create. The holder
 * rewrites it periodically; other runs take over an expired marker. Of two runs that race to take
 * it over, one is refused: only a rename removes an expired marker, and a run that renamed the new
 * marker of the other one puts it back. In the moment between, a third run might create a marker;
 * the run whose token is not in the file then fails at its next {@link #requireHeld()}.
 */
final class MarkerLock implements OutputLock {

  /**
   * @param renewal time between renewals
   * @param expiry age at which a marker is considered abandoned
   */
  record Timing(Duration renewal, Duration expiry) {
    static final Timing USUAL = new Timing(Duration.ofSeconds(20), Duration.ofMinutes(2));
  }

  private final FileSystem fileSystem;
  private final Path marker;
  private final String output;
  private final Timing timing;
  private final LockHolder self = LockHolder.self();
  private boolean released;

  /**
   * Whether a renewal has started and failed. The marker may then belong to this process although
   * it does not say so.
   */
  private boolean renewing;

  private MarkerLock(FileSystem fileSystem, Path marker, String output, Timing timing) {
    this.fileSystem = fileSystem;
    this.marker = marker;
    this.output = output;
    this.timing = timing;
  }

  static MarkerLock take(FileSystem fileSystem, Path marker, String output, Timing timing)
      throws IOException {
    MarkerLock lock = new MarkerLock(fileSystem, marker, output, timing);
    if (!lock.create()) {
      lock.takeOver();
    }
    Thread renewal = new Thread(lock::renewUntilReleased, "renewal of " + marker);
    renewal.setDaemon(true);
    renewal.start();
    return lock;
  }

  /** Creates the marker; returns false if it exists. */
  private boolean create() throws IOException {
    if (ObjectStores.canCreateIfMissing(fileSystem, marker)) {
      return createObject();
    }
    FSDataOutputStream out;
    try {
      out = fileSystem.create(marker, false);
    } catch (IOException refused) {
      if (fileSystem.exists(marker)) {
        return false;
      }
      throw refused;
    }
    try {
      write(out);
    } catch (IOException cannot) {
      discardAfter(cannot);
      throw cannot;
    }
    return true;
  }

  /**
   * Creates the marker in an object store, which decides when the stream is closed. The store may
   * repeat a request that succeeded, and then reports our own marker as an existing one.
   */
  private boolean createObject() throws IOException {
    try {
      write(ObjectStores.createIfMissing(fileSystem, marker));
      return true;
    } catch (IOException refused) {
      if (isOurs(holder())) {
        return true;
      }
      if (fileSystem.exists(marker)) {
        return false;
      }
      throw refused;
    }
  }

  private void write(FSDataOutputStream created) throws IOException {
    NewFile.write(created, out -> out.write(self.text().getBytes(StandardCharsets.UTF_8)));
  }

  /** Deletes the marker, so that no run mistakes it for another run's marker. */
  private void discardAfter(IOException reason) {
    try {
      Replacement.delete(fileSystem, marker);
    } catch (IOException again) {
      reason.addSuppressed(again);
    }
  }

  private void takeOver() throws IOException {
    Optional<LockHolder> other = holder();
    Duration left = timing.expiry().minus(age());
    boolean expired = left.isZero() || left.isNegative();
    if (!expired || !removeMarkerOf(other) || !create()) {
      throw LockHolder.taken(output, holder(), expired ? timing.expiry() : left);
    }
  }

  /** Removes an expired marker; returns false if another run has replaced it by its own. */
  private boolean removeMarkerOf(Optional<LockHolder> expired) throws IOException {
    Path aside = hidden("lock");
    if (!fileSystem.rename(marker, aside)) {
      return false;
    }
    boolean same = holder(aside).equals(expired);
    if (!same) {
      fileSystem.rename(aside, marker); // not over one that its owner has created meanwhile
    }
    Replacement.delete(fileSystem, aside);
    return same;
  }

  private Path hidden(String name) {
    return new Path(marker.getParent(), OutputDirectory.hiddenName(name, UUID.randomUUID()));
  }

  /**
   * The time since the last renewal, by the clock of the file system, the only clock that all runs
   * share.
   */
  private Duration age() throws IOException {
    Path probe = hidden("clock");
    fileSystem.create(probe, false).close();
    long now = fileSystem.getFileStatus(probe).getModificationTime();
    Replacement.delete(fileSystem, probe);
    long written = fileSystem.getFileStatus(marker).getModificationTime();
    return Duration.ofMillis(now - written);
  }

  /** Reads the holder from the marker; empty if it is missing or incomplete. */
  private Optional<LockHolder> holder() throws IOException {
    return holder(marker);
  }

  private Optional<LockHolder> holder(Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return LockHolder.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException missing) {
      return Optional.empty();
    }
  }

  private boolean isOurs(Optional<LockHolder> holder) {
    return holder.map(writer -> writer.token().equals(self.token())).orElse(renewing);
  }

  private synchronized void renewUntilReleased() {
    try {
      while (!released) {
        wait(timing.renewal().toMillis());
        renew();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      if (!released && isOurs(holder())) {
        rewrite();
      }
    } catch (IOException passing) {
      // The next renewal retries; requireHeld checks the lock before the next result.
      notifyAll();
    }
  }

  private void rewrite() throws IOException {
    renewing = true;
    write(fileSystem.create(marker, true));
    renewing = false;
  }

  @Override
  public synchronized void requireHeld() throws IOException {
    Optional<LockHolder> holder = holder();
    if (!isOurs(holder) && !(holder.isEmpty() && !fileSystem.exists(marker) && create())) {
      throw LockHolder.lost(output, holder);
    }
    if (renewing) {
      rewrite();
    }
  }

  @Override
  public synchronized void release() throws IOException {
    released = true;
    notifyAll();
    if (isOurs(holder())) {
      Replacement.delete(fileSystem, marker);
    }
  }
}
