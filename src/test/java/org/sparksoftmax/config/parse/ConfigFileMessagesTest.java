package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparksoftmax.config.parse.Messages.messageOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the error messages for files that cannot be read, parsed or resolved. */
class ConfigFileMessagesTest {
  @TempDir Path folder;

  @Test
  void aMissingFileIsNamed() {
    assertThat(messageOf(Optional.of(Path.of("foo.conf"))))
        .isEqualTo("Cannot find configuration file foo.conf");
  }

  @Test
  void aFolderIsNotAFile() {
    assertThat(messageOf(Optional.of(folder)))
        .isEqualTo("Cannot read configuration file " + folder + ": it is not a file");
  }

  @Test
  void aSyntaxErrorGivesFileAndLineInOneLine() throws IOException {
    assertThat(messageInFile("data {\n  path = a\n"))
        .isEqualTo(
            "Cannot parse my.conf: 3: expecting a closing brace '}' or parenthesis ')' here, not:"
                + " end of file");
    assertThat(messageInFile("data.path = a\ndata.test.path = b*\n"))
        .startsWith("Cannot parse my.conf: 2: ")
        .doesNotContain("\n");
  }

  @Test
  void anUnsetVariableIsNamedWithItsPlace() throws IOException {
    assertThat(messageInFile("data {\n  path = ${NOWHERE}/a.csv\n}"))
        .isEqualTo(
            "Cannot resolve ${NOWHERE} (my.conf: 2): the environment variable NOWHERE is not set;"
                + " export it, or --set the key");
    assertThat(messageOf("data.path=${NOWHERE}/*.csv"))
        .isEqualTo(
            "Cannot resolve ${NOWHERE} (--set): the environment variable NOWHERE is not set;"
                + " export it, or --set the key");
  }

  @Test
  void aReferenceToAMissingKeyOrToItselfIsNamed() throws IOException {
    assertThat(messageInFile("data.path = ${data.folder}/a.csv"))
        .isEqualTo(
            "Cannot resolve ${data.folder} (my.conf: 1): there is no such key, or it refers to"
                + " itself");
    assertThat(messageInFile("data.path = a\nx.a = ${x.b}\nx.b = ${x.a}"))
        .startsWith("Cannot resolve ${")
        .endsWith(": there is no such key, or it refers to itself");
  }

  private String messageInFile(String text) throws IOException {
    return Messages.messageInFile(folder, text);
  }
}
