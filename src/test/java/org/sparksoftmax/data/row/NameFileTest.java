package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameFileTest {

  @TempDir private Path folder;

  private List<String> read(byte[] content, int count) throws IOException {
    Path file = Files.write(folder.resolve("names.txt"), content);
    return new NameFile(file.toString(), "data.feature-names")
        .read(count, "features", new Configuration());
  }

  private void assertMessage(String content, int count, String message) {
    assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.UTF_8), count))
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("FILE", folder.resolve("names.txt").toString()));
  }

  @Test
  void everyLineIsAName() throws IOException {
    assertThat(read("größe\r\nb c\n#d".getBytes(StandardCharsets.UTF_8), 3))
        .containsExactly("größe", "b c", "#d");
  }

  @Test
  void whatDoesNotFitIsOneLineWithTheCountAndTheBound() {
    assertMessage(
        "a\nb\n",
        3,
        "Invalid data.feature-names = FILE: it has 2 lines where the data has 3 features (must have one for each)");
    assertMessage(
        "",
        3,
        "Invalid data.feature-names = FILE: it has 0 lines where the data has 3 features (must have one for each)");
    assertMessage("a\n \n", 2, "FILE:2: the name is empty (data.feature-names)");
    assertMessage("a\nb\na\n", 3, "FILE:3: the name 'a' duplicates line 1 (data.feature-names)");
  }

  @Test
  void aFileThatIsNoTextOrNotThereIsSaidSo() {
    assertThatThrownBy(() -> read(new byte[] {'a', (byte) 0xff, '\n'}, 1))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("names.txt: it is not UTF-8 text");
    Path missing = folder.resolve("missing.txt");
    assertThatThrownBy(
            () ->
                new NameFile(missing.toString(), "report.class-names")
                    .read(1, "classes", new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot find report.class-names = " + missing + ": ");
  }
}
