package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every lock of an output directory, on any file system. */
abstract class OutputLockContract {

  private static final String NAME = "runs/one";

  @TempDir private Path folder;

  /** Takes the lock of {@code directory}, whose name in messages is {@code name}. */
  abstract OutputLock take(Path directory, String name) throws IOException;

  @Test
  void aSecondRunIsRefusedAndToldWhoHoldsTheLock() throws IOException {
    OutputLock lock = take(folder, NAME);
    assertThatThrownBy(() -> take(folder, NAME))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("Cannot write to --output runs/one: another run is writing there")
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
    lock.requireHeld();
    lock.release();
  }

  @Test
  void aReleasedLockLeavesNothingAndCanBeTakenAgain() throws IOException {
    take(folder, NAME).release();
    assertThat(folder).isEmptyDirectory();
    OutputLock again = take(folder, NAME);
    again.requireHeld();
    again.release();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void locksOfOtherDirectoriesAreFree() throws IOException {
    OutputLock one = take(Files.createDirectory(folder.resolve("one")), NAME);
    OutputLock other = take(Files.createDirectory(folder.resolve("other")), "runs/other");
    one.requireHeld();
    other.requireHeld();
    one.release();
    other.requireHeld();
    other.release();
  }

  @Test
  void theFileIsHiddenAndNamesTheHolder() throws IOException {
    OutputLock lock = take(folder, NAME);
    assertThat(folder.resolve(OutputLock.NAME))
        .content()
        .contains("\n" + ProcessHandle.current().pid() + "\n");
    assertThat(OutputLock.NAME).startsWith(".");
    lock.release();
  }
}
