package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.output.OutputDirectory.Mode;

/** Only one writer at a time, and no partial results. */
class OutputDirectoryTest {

  @TempDir private Path temporary;
  private Path folder;
  private final Configuration hadoop = FaultyFileSystem.register(new Configuration());

  @BeforeEach
  @AfterEach
  void nothingFails() {
    FaultyFileSystem.reset();
    folder = temporary.resolve("run");
  }

  private OutputDirectory open(String scheme, Mode mode) {
    return OutputDirectory.open(scheme + folder, mode, hadoop);
  }

  private OutputDirectory openWithin(Duration renewal, Duration expiry) {
    return OutputDirectory.open(
        "faulty:" + folder, Mode.OVERWRITE, hadoop, new MarkerLock.Timing(renewal, expiry));
  }

  private Set<String> present() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "faulty:"})
  void aSecondWriterIsToldWhoIsWriting(String scheme) throws IOException {
    try (OutputDirectory first = open(scheme, Mode.NEW)) {
      assertThatThrownBy(() -> open(scheme, Mode.OVERWRITE))
          .isInstanceOf(OutputException.class)
          .hasMessageStartingWith(
              String.format(
                  Locale.ROOT,
                  "Cannot write to --output %s%s: another run is writing there (host ",
                  scheme,
                  folder))
          .hasMessageContaining(", pid " + ProcessHandle.current().pid() + ", since 2")
          .hasMessageEndingWith("; wait for it, or name another directory");
      first.write("summary.json", "{}");
    }
    assertThat(present()).containsExactly("summary.json");
    open(scheme, Mode.OVERWRITE).close();
    assertThat(present()).containsExactly("summary.json");
  }

  @Test
  void anotherNameOfTheSameDirectoryIsTheSameDirectory() throws IOException {
    Files.createDirectory(folder);
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    try (OutputDirectory first = open("", Mode.NEW)) {
      assertThatThrownBy(() -> OutputDirectory.open(link.toString(), Mode.NEW, hadoop))
          .hasMessageContaining("another run is writing there");
      assertThat(first.display()).isEqualTo(folder.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "faulty:"})
  void aDirectoryWithResultsIsOpenedOnRequestOnly(String scheme) throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("metrics.jsonl.inprogress"), "");
    assertThatThrownBy(() -> open(scheme, Mode.NEW))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot write to --output %s%s: it is not empty (metrics.jsonl.inprogress ...); name another directory or add --overwrite",
                scheme,
                folder));
    Files.createDirectory(folder.resolve("checkpoints"));
    assertThatThrownBy(() -> open(scheme, Mode.NEW))
        .hasMessageEndingWith(
            "it is not empty (checkpoints ...); add --resume to continue the run in it, --overwrite to start again, or name another directory");
    open(scheme, Mode.OVERWRITE).close();
    open(scheme, Mode.RESUME).close();
    assertThat(present()).containsExactly("checkpoints", "metrics.jsonl.inprogress");
  }

  @Test
  void whatAKilledRunLeftHalfDoneIsPutInOrder() throws IOException {
    Files.createDirectories(folder.resolve(".model.earlier"));
    Files.writeString(folder.resolve(".model.earlier/weights.bin"), "earlier");
    Files.writeString(folder.resolve(".summary.json.earlier"), "earlier");
    Files.writeString(folder.resolve("summary.json"), "new");
    Files.createDirectory(folder.resolve(".model." + UUID.randomUUID() + ".tmp"));
    Files.writeString(folder.resolve(".notes.tmp"), "not ours");
    Files.createDirectory(folder.resolve("checkpoints"));
    Files.writeString(folder.resolve("checkpoints/.000004." + UUID.randomUUID() + ".tmp"), "half");
    Files.writeString(folder.resolve(".lock"), "left by a killed run");
    open("", Mode.OVERWRITE).close();
    assertThat(present()).containsExactly(".notes.tmp", "checkpoints", "model", "summary.json");
    assertThat(folder.resolve("model/weights.bin")).hasContent("earlier");
    assertThat(folder.resolve("summary.json")).hasContent("new");
    assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void whatOnlyAKilledRunLeftDoesNotCount() throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(".lock"), "");
    Files.writeString(folder.resolve(".model." + UUID.randomUUID() + ".tmp"), "");
    open("", Mode.NEW).close();
    assertThat(present()).isEmpty();
  }

  @Test
  void theMarkerOfADeadRunIsTakenOver() throws IOException {
    Files.createDirectory(folder);
    Path marker = Files.writeString(folder.resolve(".lock"), LockHolder.self().text());
    Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minusSeconds(119)));
    assertThatThrownBy(() -> open("faulty:", Mode.NEW)).hasMessageContaining("another run");
    Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minusSeconds(121)));
    try (OutputDirectory output = open("faulty:", Mode.NEW)) {
      output.write("summary.json", "{}");
    }
    assertThat(present()).containsExactly("summary.json");
  }

  @Test
  void aLivingRunRenewsItsMarker() throws IOException, InterruptedException {
    Path marker = folder.resolve(".lock");
    try (OutputDirectory output = openWithin(Duration.ofMillis(20), Duration.ofMinutes(2))) {
      FileTime old = FileTime.from(Instant.now().minusSeconds(500));
      Files.setLastModifiedTime(marker, old);
      for (int i = 0; i < 500 && Files.getLastModifiedTime(marker).equals(old); i++) {
        Thread.sleep(20);
      }
      assertThat(Files.getLastModifiedTime(marker)).isGreaterThan(old);
      output.write("summary.json", "{}");
    }
    assertThat(marker).doesNotExist();
  }

  @Test
  void ofTwoThatRacedOneLosesClearly() throws IOException {
    Path marker = folder.resolve(".lock");
    OutputDirectory first = openWithin(Duration.ofDays(1), Duration.ofMinutes(2));
    first.write("summary.json", "first");
    Files.setLastModifiedTime(marker, FileTime.from(Instant.now().minusSeconds(500)));
    OutputDirectory second = openWithin(Duration.ofDays(1), Duration.ofMinutes(2));
    second.write("summary.json", "second");
    assertThatThrownBy(() -> first.write("summary.json", "first again"))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("Cannot write to --output faulty:" + folder + ": another run (host")
        .hasMessageContaining("has taken it over");
    first.close();
    assertThat(marker).exists();
    second.write("metrics.jsonl", "second");
    second.close();
    assertThat(present()).containsExactly("metrics.jsonl", "summary.json");
    assertThat(folder.resolve("summary.json")).hasContent("second");
  }

  @Test
  void aMarkerThatSomebodyDeletedIsMadeAgain() throws IOException {
    try (OutputDirectory output = openWithin(Duration.ofDays(1), Duration.ofMinutes(2))) {
      Files.delete(folder.resolve(".lock"));
      output.write("summary.json", "{}");
      assertThat(folder.resolve(".lock")).exists();
    }
    assertThat(present()).containsExactly("summary.json");
  }

  @Test
  void whatWasNotPublishedIsDeletedAtTheEnd() throws IOException {
    try (OutputDirectory output = open("", Mode.NEW)) {
      Files.writeString(Path.of(output.hidden("model").toUri().getPath()), "half");
      assertThat(present()).hasSize(2);
      output.writeDirectory("model", Map.of("weights.bin", new byte[3]));
    }
    assertThat(present()).containsExactly("model");
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(folder, "a file");
    assertThatThrownBy(() -> open("faulty:", Mode.OVERWRITE))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot write to --output faulty:%s: it is a file, not a directory",
                folder));
    Path below = folder.resolve("below");
    assertThatThrownBy(() -> OutputDirectory.open("faulty:" + below, Mode.NEW, hadoop))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("Cannot write to --output faulty:" + below + ": ");
  }

  @Test
  void aRefusedDirectoryIsNamed() {
    FaultyFileSystem.failAfter(1, FaultyFileSystem.Fault.SAYS_NO);
    assertThatThrownBy(() -> open("faulty:", Mode.NEW))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot write to --output faulty:%s: the directory cannot be created",
                folder));
  }

  /**
   * Checksum files are disabled only for our results, not for other users of the file system in
   * this process.
   */
  @Test
  void othersKeepTheirChecksumFiles() throws IOException {
    FileSystem shared = FileSystem.getLocal(hadoop);
    shared.setWriteChecksum(true);
    try (OutputDirectory output = open("", Mode.NEW)) {
      output.write("summary.json", "{}");
      shared.create(new org.apache.hadoop.fs.Path(folder + "/theirs")).close();
      assertThat(present()).contains(".theirs.crc").doesNotContain(".summary.json.crc");
    }
  }

  /** To close a stream of an object store is to publish what was written so far. */
  @Test
  void aFailedWriteInAnObjectStoreKeepsTheEarlierFile() throws IOException {
    FaultyFileSystem.storeObjects();
    try (OutputDirectory output = open("faulty:", Mode.NEW)) {
      output.write("rows.csv", "earlier");
      assertThatThrownBy(
              () ->
                  output.write(
                      "rows.csv",
                      out -> {
                        out.write(new byte[1 << 21]);
                        throw new IOException("the source ends early");
                      }))
          .hasMessage(
              String.format(
                  Locale.ROOT,
                  "Cannot write to faulty:%s/rows.csv: the source ends early",
                  folder));
      assertThat(folder.resolve("rows.csv")).hasContent("earlier");
    }
    assertThat(present()).containsExactly("rows.csv");
  }
}
