package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sparksoftmax.data.row.BadRow;

class CsvCellsTest {

  private static final List<CsvSyntax> SYNTAXES =
      List.of(
          new CsvSyntax((byte) ',', (byte) '"', (byte) '"', Set.of()),
          new CsvSyntax((byte) ',', (byte) '"', (byte) '\\', Set.of()),
          new CsvSyntax((byte) ';', (byte) 0, (byte) 0, Set.of()),
          new CsvSyntax((byte) ',', (byte) 0, (byte) '\\', Set.of()),
          new CsvSyntax((byte) '\t', (byte) '\'', (byte) '\'', Set.of()),
          new CsvSyntax((byte) ' ', (byte) '"', (byte) '"', Set.of()));

  /** At the end of an array, lines are parsed byte by byte; elsewhere, in words. */
  @Property(tries = 5000)
  void theCellsOfALineAreTheSameAnywhereInTheBuffer(@ForAll("lines") String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    for (CsvSyntax syntax : SYNTAXES) {
      List<String> expected = cells(syntax, bytes, 0, bytes.length);
      byte[] buffer = new byte[bytes.length + 30];
      for (byte around : new byte[] {'\n', '7', ',', '"', ' '}) {
        Arrays.fill(buffer, around);
        System.arraycopy(bytes, 0, buffer, 3, bytes.length);
        assertThat(cells(syntax, buffer, 3, 3 + bytes.length)).isEqualTo(expected);
      }
    }
  }

  private static List<String> cells(CsvSyntax syntax, byte[] bytes, int from, int to) {
    CsvCells cells = new CsvCells(syntax);
    byte[] line = bytes.clone();
    try {
      cells.parse(line, from, to);
      return List.of(cells.texts(line));
    } catch (BadRow bad) {
      return List.of("bad: " + bad.getMessage());
    }
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.strings().withChars(",;\t \"'\\.-0123456789abc\0ä€").ofMaxLength(60);
  }
}
