package org.sparksoftmax.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.output.OutputDirectory.Mode;

class ExportTargetTest {

  @TempDir private Path folder;

  private ExportTarget open(Path path, Mode mode) {
    return ExportTarget.folder(path.toString(), mode, List.of("whole"), new Configuration());
  }

  private void export(Path path, Mode mode, String text) {
    try (ExportTarget target = open(path, mode)) {
      target.write((parent, hidden) -> parent.write(hidden + "/whole", text));
      assertThat(target.display()).isEqualTo(path.toString());
    }
  }

  private static List<String> present(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void theFolderAppearsAndReplacesAnEarlierOne() throws IOException {
    Path path = folder.resolve("new/export");
    export(path, Mode.NEW, "first");
    assertThat(path.resolve("whole")).hasContent("first");
    export(path, Mode.OVERWRITE, "second");
    assertThat(path.resolve("whole")).hasContent("second");
    assertThat(present(folder.resolve("new"))).containsExactly("export");
  }

  @Test
  void anEmptyFolderIsFree() throws IOException {
    export(Files.createDirectory(folder.resolve("empty")), Mode.NEW, "first");
    assertThat(folder.resolve("empty/whole")).hasContent("first");
  }

  @Test
  void nothingHalfWrittenIsVisible() throws IOException {
    Path path = folder.resolve("export");
    try (ExportTarget target = open(path, Mode.NEW)) {
      assertThatThrownBy(
              () ->
                  target.write(
                      (parent, hidden) -> {
                        parent.write(hidden + "/whole", "half");
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(OutputException.class)
          .hasMessage(String.format(Locale.ROOT, "Cannot write to %s: disk full", path));
      assertThat(path).doesNotExist();
    }
    assertThat(present(folder)).isEmpty();
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() {
    Path path = folder.resolve("export");
    export(path, Mode.NEW, "first");
    assertThatThrownBy(() -> open(path, Mode.NEW))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot write to --output %s: it is not empty; name another folder or add --overwrite",
                path));
  }

  @Test
  void whatIsNoExportIsNeverReplaced() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path file = Files.writeString(home.resolve("diary"), "dear diary");
    for (Path precious : List.of(home, file)) {
      assertThatThrownBy(() -> open(precious, Mode.OVERWRITE))
          .isInstanceOf(OutputException.class)
          .hasMessage(
              String.format(
                  Locale.ROOT,
                  "Cannot replace --output %s: it is not an earlier export (it lacks whole); name another folder",
                  precious));
    }
    assertThat(file).hasContent("dear diary");
    assertThat(present(home)).containsExactly("diary");
  }

  private void exportFile(Path path, Mode mode, String text) {
    Predicate<byte[]> isEarlier = head -> new String(head, UTF_8).equals("magic");
    try (ExportTarget target =
        ExportTarget.file(path.toString(), mode, 5, isEarlier, new Configuration())) {
      target.write(out -> out.write(text.getBytes(UTF_8)));
    }
  }

  @Test
  void aFileAppearsAndReplacesAnEarlierOneWhenAsked() throws IOException {
    Path path = folder.resolve("new/file");
    exportFile(path, Mode.NEW, "magic, first");
    assertThatThrownBy(() -> exportFile(path, Mode.NEW, "magic"))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot write to --output %s: it already exists; name another file or add --overwrite",
                path));
    assertThat(path).hasContent("magic, first");
    exportFile(path, Mode.OVERWRITE, "magic, second");
    assertThat(path).hasContent("magic, second");
    assertThat(present(folder.resolve("new"))).containsExactly("file");
  }

  @Test
  void aFileThatIsNoExportIsNeverReplaced() throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    for (String text : List.of("", "magi", "dear diary")) {
      Path file = Files.writeString(home.resolve("diary"), text);
      for (Path precious : List.of(file, home)) {
        assertThatThrownBy(() -> exportFile(precious, Mode.OVERWRITE, "magic"))
            .isInstanceOf(OutputException.class)
            .hasMessage(
                String.format(
                    Locale.ROOT,
                    "Cannot replace --output %s: it is not an earlier export of this format; name another file",
                    precious));
      }
      assertThat(file).hasContent(text);
    }
    assertThat(present(folder)).containsExactly("home");
  }

  @Test
  void aFileThatCannotBeWrittenToItsEndIsNotThere() throws IOException {
    Path path = folder.resolve("file");
    try (ExportTarget target =
        ExportTarget.file(path.toString(), Mode.NEW, 5, head -> true, new Configuration())) {
      assertThatThrownBy(
              () ->
                  target.write(
                      out -> {
                        out.write(1);
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(OutputException.class)
          .hasMessage(String.format(Locale.ROOT, "Cannot write to %s: disk full", path));
      assertThat(path).doesNotExist();
    }
    assertThat(present(folder)).isEmpty();
  }

  @Test
  void theRootAndNoPathAreRefused() {
    assertThatThrownBy(() -> open(Path.of("/"), Mode.NEW))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("Cannot write to --output /: it is the root of a file system");
    assertThatThrownBy(() -> ExportTarget.folder("", Mode.NEW, List.of(), new Configuration()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid --output: the path is empty; name a file or folder (. is the working directory)");
  }
}
