package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.data.job.SupportedSpark;
import org.sparksoftmax.text.Product;
import org.sparksoftmax.text.TextWidth;

/** What commands print and record of labels of any width. */
class WideLabelsIT {

  private static final List<String> LABELS =
      List.of(
          "a",
          "New York",
          "日本語のラベル",
          "a label of more than forty characters, with a comma and a blank",
          "déjà vu");

  @TempDir private static Path folder;

  private static String[] sets;
  private static String trained;

  private static InProcess.Outcome run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(more));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return outcome;
  }

  @BeforeAll
  static void train() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < 100; i++) {
      String label = LABELS.get(i % LABELS.size());
      lines.add(String.format(Locale.ROOT, "%d,%d,\"%s\"", i * i % 17, i * i % 13, label));
    }
    Path file = Files.write(folder.resolve("rows.csv"), lines);
    sets = new String[] {"--set", "data.path=" + file};
    trained = run("train", "--output", folder + "/run", sets[0], sets[1]).out();
  }

  private static void assertAligned(String out) {
    List<String> table =
        out.lines()
            .dropWhile(line -> !line.contains(" class  "))
            .takeWhile(line -> !line.isEmpty())
            .toList();
    assertThat(table).hasSize(1 + LABELS.size());
    assertThat(table).extracting(TextWidth::of).containsOnly(TextWidth.of(table.get(0)));
    assertThat(table.get(0)).containsPattern("class {10,}rows");
    assertThat(table)
        .anyMatch(line -> line.startsWith("a label of more than forty characters... "));
  }

  @Test
  void tablesStayAligned() {
    assertAligned(trained);
    assertAligned(run("evaluate", "--model", folder + "/run", sets[0], sets[1]).out());
  }

  /** Labels that the model does not have, of which evaluate names some. */
  @Test
  void unknownLabelsStayOnTheirLine() throws IOException {
    Path file =
        Files.writeString(folder.resolve("other.csv"), "x,y,label\n1,2,a\n3,4,\u001b[31mred\n");
    String out = run("evaluate", "--model", folder + "/run", "--set", "data.path=" + file).out();
    assertThat(out)
        .contains("1 row with the label '?[31mred', which is not a class of the model")
        .doesNotContain("\u001b");
  }

  @Test
  void namesWithBlanksAndCommasAreQuoted() {
    String described = run("describe", "--model", folder + "/run").out();
    assertThat(described)
        .contains(
            "classes, in order: 'New York' a 'a label of more than forty characters, with a comma and a blank' 'déjà vu' 日本語のラベル\n")
        .contains("\n  'New York': intercept ", "\n  a: intercept ");
    assertThat(trained).containsPattern("\n  ('[^']+'|\\S+) predicted as ('[^']+'|\\S+): \\d+\n");
  }

  /** Every command that writes summary.json. */
  @Test
  void summariesSayWhatMadeThemAndWhen() throws IOException {
    run(
        "evaluate",
        "--model",
        folder + "/run",
        "--output",
        folder + "/evaluated",
        sets[0],
        sets[1]);
    run(
        "tune",
        "--output",
        folder + "/tuned",
        "--set",
        "tune.strengths=[0.1, 1]",
        "--set",
        "data.validation.fraction=0.3",
        sets[0],
        sets[1]);
    for (String output : List.of("run", "evaluated", "tuned")) {
      JsonNode summary =
          new ObjectMapper().readTree(folder.resolve(output).resolve("summary.json").toFile());
      assertThat(summary.path("version").asText()).isEqualTo(Product.version());
      assertThat(summary.path("sparkVersion").asText())
          .isEqualTo(SupportedSpark.version())
          .matches("[34]\\.\\d+\\.\\d+.*");
      String start = summary.path("startTime").asText();
      assertThat(start).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
      long seconds = summary.path("seconds").path("total").asLong();
      assertThat(Instant.parse(start).plusSeconds(seconds))
          .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(2));
    }
  }
}
