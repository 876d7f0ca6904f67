package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sparksoftmax.data.block.BlockPartitioner;
import org.sparksoftmax.data.row.DecimalParser;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.LabelText;
import org.sparksoftmax.data.row.RawSummary.BlockSize;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.SplitRole;

/** Properties of every data file, for any contents. */
class DataPropertiesTest {

  /** A row as written: its label, and values by column, in increasing order from 0. */
  private record Row(String label, SortedMap<Integer, Double> values) {
    String text() {
      return values.entrySet().stream()
          .map(entry -> " " + entry.getKey() + ":" + entry.getValue())
          .collect(Collectors.joining("", LabelText.canonical(label), ""));
    }
  }

  @Property
  void everyCutOfATextGivesItsLinesOnceAndInOrder(
      @ForAll("texts") String text, @ForAll @Size(max = 5) List<@IntRange(max = 60) Integer> cuts)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    SortedSet<Integer> ends = new TreeSet<>(cuts);
    ends.removeIf(end -> end == 0 || end >= bytes.length);
    ends.add(bytes.length);
    withFile(
        ".txt",
        bytes,
        file -> {
          List<String> pieces = new ArrayList<>();
          int start = 0;
          for (int end : ends) {
            pieces.addAll(lines(file, start, end));
            start = end;
          }
          assertThat(pieces).isEqualTo(lines(file, 0, Long.MAX_VALUE)).isEqualTo(expected(text));
        });
  }

  @Property
  void libsvmRowsAreReadAsTheyWereWritten(@ForAll("sparseRows") List<Row> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(row.label());
      row.values().forEach((j, x) -> text.append(' ').append(j + 1).append(':').append(x));
      text.append('\n');
    }
    withFile(
        ".libsvm",
        text.toString().getBytes(StandardCharsets.UTF_8),
        file ->
            assertThat(ReaderTestSupport.read(new LibsvmReader(0), file))
                .isEqualTo(rows.stream().map(Row::text).toList()));
  }

  @Property
  void csvCellsAreReadAsTheyWereWritten(
      @ForAll("labels") List<String> labels, @ForAll("finite") double value) throws IOException {
    StringBuilder text = new StringBuilder();
    labels.forEach(
        label ->
            text.append(value).append(",\"").append(label.replace("\"", "\"\"")).append("\"\n"));
    withFile(
        ".csv",
        text.toString().getBytes(StandardCharsets.UTF_8),
        file -> {
          CsvSchema schema =
              ReaderTestSupport.schema(
                  ReaderTestSupport.config("data.label-column=1", "data.header=false"), file);
          assertThat(ReaderTestSupport.read(new CsvReader(schema), file))
              .isEqualTo(
                  labels.stream().map(label -> LabelText.canonical(label) + " " + value).toList());
        });
  }

  @Property(tries = 2000)
  void decimalsAreRoundedAsTheLibraryRounds(@ForAll("decimals") String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(DecimalParser.parse(bytes, 0, bytes.length)).isEqualTo(Double.parseDouble(text));
  }

  @Property
  void partitionsAreContiguousCompleteAndNeverEmpty(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 1_000_000) Integer> values,
      @ForAll @IntRange(min = 1, max = 80) int partitions) {
    List<BlockSize> blocks = new ArrayList<>();
    for (int b = 0; b < values.size(); b++) {
      blocks.add(new BlockSize(SplitRole.TRAIN, ((long) (b / 3) << 32) | b, 1, values.get(b)));
    }
    BlockPartitioner partitioner = BlockPartitioner.of(blocks, partitions);
    List<Integer> assigned =
        blocks.stream().map(block -> partitioner.getPartition(block.order())).toList();
    int count = Math.min(partitions, blocks.size());
    assertThat(partitioner.numPartitions()).isEqualTo(count);
    assertThat(assigned).isSorted().contains(0, count - 1);
    assertThat(new TreeSet<>(assigned)).hasSize(count);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("a", "é", "\n", "\r\n", "\n\n", "1,2", "x".repeat(11))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<Row>> sparseRows() {
    Arbitrary<String> label = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(5);
    Arbitrary<SortedMap<Integer, Double>> values =
        Arbitraries.maps(Arbitraries.integers().between(0, Integer.MAX_VALUE - 2), finite())
            .ofMaxSize(6)
            .map(TreeMap::new);
    return Combinators.combine(label, values).as(Row::new).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> labels() {
    return Arbitraries.strings()
        .all()
        .excludeChars('\n')
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<Double> finite() {
    return Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
  }

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25);
    Arbitrary<String> fraction = Arbitraries.strings().numeric().ofMaxLength(25).map(d -> "." + d);
    Arbitrary<String> exponent =
        Combinators.combine(
                Arbitraries.of("e", "E", "e+", "E-"), Arbitraries.integers().between(0, 400))
            .as((e, number) -> e + number);
    return Combinators.combine(
            Arbitraries.of("", "-", "+"),
            digits,
            Arbitraries.oneOf(Arbitraries.just(""), fraction),
            Arbitraries.oneOf(Arbitraries.just(""), exponent))
        .as((sign, whole, part, power) -> sign + whole + part + power);
  }

  private static List<String> lines(Path file, long start, long end) throws IOException {
    InputSplit split = new InputSplit(file.toUri().toString(), null, start, end);
    List<String> lines = new ArrayList<>();
    try (TextLines text = TextLines.open(split, "UTF-8", ReaderTestSupport.HADOOP)) {
      while (text.next()) {
        lines.add(
            new String(
                text.buffer(), text.from(), text.to() - text.from(), StandardCharsets.UTF_8));
      }
    }
    return lines;
  }

  private static List<String> expected(String text) {
    List<String> lines = new ArrayList<>();
    Collections.addAll(lines, text.replace("\r\n", "\n").split("\n", -1));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    return lines;
  }

  /** The assertion of a property about a file. */
  private interface Statement {
    void about(Path file) throws IOException;
  }

  private static void withFile(String suffix, byte[] bytes, Statement statement)
      throws IOException {
    Path file = Files.createTempFile("property", suffix);
    try {
      statement.about(Files.write(file, bytes));
    } finally {
      Files.delete(file);
    }
  }
}
