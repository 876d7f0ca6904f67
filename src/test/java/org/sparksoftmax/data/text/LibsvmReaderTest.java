package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.data.row.ReaderTestSupport.read;
import static org.sparksoftmax.data.row.ReaderTestSupport.write;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.data.row.CollectingSink;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.RejectedRow;

class LibsvmReaderTest {

  @TempDir private Path folder;

  @Test
  void readsIndicesFromOneCommentsAndRowsWithoutFeatures() {
    Path file =
        write(folder, "a.libsvm", "# all\n3 1:0.5  7:-2e1 # one\n\n-1\n+2\t4:.5\r\nspam 2:1 \n");
    assertThat(read(new LibsvmReader(0), file))
        .containsExactly("3 0:0.5 6:-20.0", "-1", "2 3:0.5", "spam 1:1.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 3:1 2:1|index 2 follows 3 (indices must increase)",
        "1 3:1 3:1|index 3 is listed twice",
        "1 0:1|index '0' is not a whole number from 1 to 2147483646: set data.index-base = 0 if indices start from 0",
        "1 -2:1|index '-2' is not a whole number from 1 to 2147483646",
        "1 99999999999:1|index '99999999999' is not a whole number from 1 to 2147483646",
        "1 11:1|index 11 is beyond data.num-features = 10",
        "1 2|'2' is not of the form index:value",
        "1 2:x|'x', which is not a number",
        "1 2:inf|'inf', which is not finite",
        "1 2:|'', which is not a number",
        "1 2: 3:1|'3:1', which is not a number",
        "1,3 1:2|the row has several labels ('1,3'), which is not supported: give it one",
        "NA 1:2|the label is missing ('NA')",
        "1 qid:3 1:2|the row has a qid: rows in groups, for ranking, are not supported; remove it",
        "1:2 2:1|the line begins with '1:2' where its label should be"
      })
  void badLinesAreNamedByFileAndLine(String line, String problem) {
    Path file = write(folder, "a.libsvm", "1 1:1\n" + line + "\n2 2:3 # good\n");
    assertThatThrownBy(() -> read(new LibsvmReader(10), file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ":2: " + problem);
    CollectingSink sink = ReaderTestSupport.readAll(new LibsvmReader(10), file);
    assertThat(sink.rows).containsExactly("1 0:1.0", "2 1:3.0");
    assertThat(sink.rejected)
        .containsExactly(new RejectedRow(file.toString(), RejectedRow.Unit.LINE, 2, problem, line));
  }

  @Test
  void blanksMayFollowAColonAndIndicesMayStartFrom0() {
    Path file = write(folder, "a.libsvm", "2   1: .20 3:-.50\n0 1:\t2\n");
    assertThat(read(new LibsvmReader(0), file)).containsExactly("2 0:0.2 2:-0.5", "0 0:2.0");
    Path zero = write(folder, "b.libsvm", "1 0:1 2:3\n1\n");
    assertThat(read(new LibsvmReader(new LibsvmForm(0, 3, "UTF-8", Set.of())), zero))
        .containsExactly("1 0:1.0 2:3.0", "1");
    assertThatThrownBy(() -> read(new LibsvmReader(new LibsvmForm(0, 2, "UTF-8", Set.of())), zero))
        .hasMessageEndingWith("index 2 is beyond data.num-features = 2");
  }

  @Test
  void readsJobTitlesOfWhichSomeHaveNoFeature() {
    List<String> rows =
        read(new LibsvmReader(5982), SharedData.file("onet/alttitles_train_counts.libsvm.gz"));
    assertThat(rows).hasSize(42141);
    assertThat(rows.stream().filter(row -> !row.contains(":"))).hasSize(781);
  }

  @Test
  void readsTwentyNewsgroups() {
    List<String> rows =
        read(new LibsvmReader(46818), SharedData.file("news20/news20_train_counts.libsvm.gz"));
    assertThat(rows).hasSize(11314);
    assertThat(rows.stream().mapToLong(row -> row.chars().filter(c -> c == ':').count()).sum())
        .isBetween(1_500_000L, 1_700_000L);
  }
}
