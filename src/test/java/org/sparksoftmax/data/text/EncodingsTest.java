package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.CollectingSink;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.ReaderTestSupport;

/** Encodings, line ends and compression, however a file is cut. */
class EncodingsTest {

  private static final String TEXT = "x,label\n1,\u00e9\n2,\u4e2d\ud83d\ude00\n3,c\n";
  private static final List<String> ROWS = List.of("\u00e9 1.0", "\u4e2d\ud83d\ude00 2.0", "c 3.0");

  @TempDir private Path folder;

  private CsvReader reader(Path file, String... sets) throws IOException {
    var config = ReaderTestSupport.config(sets);
    return new CsvReader(
        CsvSchema.resolve(
            config, ReaderTestSupport.sample(file, config), ReadPurpose.training(), remark -> {}));
  }

  /** The rows of the file in two splits, for every cut. */
  private void assertRows(byte[] bytes, String... sets) throws IOException {
    Path file = ReaderTestSupport.write(folder, "a.csv", bytes);
    CsvReader reader = reader(file, sets);
    String uri = file.toUri().toString();
    for (int cut = 1; cut < bytes.length; cut++) {
      List<String> rows =
          new ArrayList<>(ReaderTestSupport.read(reader, new InputSplit(uri, null, 0, cut)));
      rows.addAll(ReaderTestSupport.read(reader, new InputSplit(uri, null, cut, bytes.length)));
      assertThat(rows).as("cut at %d", cut).isEqualTo(ROWS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aByteOrderMarkTellsTheEncoding(String encoding) throws IOException {
    assertRows(("\uFEFF" + TEXT).getBytes(Charset.forName(encoding)));
    assertRows(("\uFEFF" + TEXT.replace('\n', '\r')).getBytes(Charset.forName(encoding)));
  }

  @Test
  void theConfigurationTellsItWithoutAMark() throws IOException {
    assertRows(TEXT.getBytes(StandardCharsets.UTF_16BE), "data.encoding=UTF-16");
    assertRows(TEXT.getBytes(Charset.forName("GB18030")), "data.encoding=GB18030");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndInAnyWay(String end) throws IOException {
    assertRows(TEXT.replace("\n", end).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void compressionIsToldByContent() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(TEXT.getBytes(StandardCharsets.UTF_8));
    }
    assertRows(zipped.toByteArray());
  }

  @Test
  void unmarkedUtf16IsNamed() {
    Path file = ReaderTestSupport.write(folder, "a.csv", TEXT.getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> reader(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set data.encoding = UTF-16LE");
  }

  @Test
  void otherFilesAreNamed() {
    Path file = ReaderTestSupport.write(folder, "a.csv", "PK\u0003\u0004xxxxxxxxxx");
    assertThatThrownBy(() -> reader(file))
        .hasMessageContaining("a zip archive or an Excel workbook");
    Path parquet = ReaderTestSupport.write(folder, "b.csv", "PAR1xxxxxxxxxx");
    assertThatThrownBy(() -> reader(parquet)).hasMessageContaining("set data.format = parquet");
  }

  @Test
  void invalidTextIsABadRow() throws IOException {
    byte[] latin = "x,label\n1,a\n2,\u00e9\n3,c\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = ReaderTestSupport.write(folder, "a.csv", latin);
    CollectingSink sink = ReaderTestSupport.readAll(reader(file), file);
    assertThat(sink.rows).containsExactly("a 1.0", "c 3.0");
    assertThat(sink.rejected).hasSize(1);
    assertThat(sink.rejected.get(0).number()).isEqualTo(3);
    assertThat(sink.rejected.get(0).reason())
        .isEqualTo(
            "the line is not UTF-8 text after '2,': set data.encoding, for example to ISO-8859-1 or windows-1252");
  }

  @Test
  void charactersThatUtf8ForbidsAreInvalid() {
    for (int[] bad :
        new int[][] {{0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0xE4, 0xB8}}) {
      byte[] bytes = new byte[bad.length + 1];
      bytes[0] = 'a';
      for (int i = 0; i < bad.length; i++) {
        bytes[i + 1] = (byte) bad[i];
      }
      assertThat(Utf8.firstInvalid(bytes, 0, bytes.length)).isEqualTo(1);
    }
    byte[] good = TEXT.getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.firstInvalid(good, 0, good.length)).isEqualTo(-1);
  }
}
