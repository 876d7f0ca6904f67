package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models applied to files like those of the training run, and to what predict wrote of them. */
class PredictionFilesIT {

  @TempDir private Path folder;

  private InProcess.Outcome run(String command, String path, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(command));
    String model = folder.resolve("model").toString();
    switch (command) {
      case "train" -> arguments.addAll(List.of("--output", model, "--overwrite"));
      case "evaluate" -> arguments.addAll(List.of("--model", model));
      default ->
          arguments.addAll(
              List.of("--model", model, "--format", "csv", "--overwrite", "--output", predicted()));
    }
    arguments.addAll(List.of("--set", "data.path=" + path));
    Stream.of(sets).forEach(set -> arguments.addAll(List.of("--set", set)));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private String succeed(String command, String path, String... sets) {
    InProcess.Outcome outcome = run(command, path, sets);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return outcome.out();
  }

  private String predicted() {
    return folder.resolve("predicted").toString();
  }

  /** The lines that predict wrote. */
  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("predicted"))) {
      for (Path part : files.filter(file -> file.toString().endsWith(".csv")).sorted().toList()) {
        List<String> all = Files.readAllLines(part);
        lines.addAll(lines.isEmpty() ? all : all.subList(1, all.size()));
      }
    }
    return lines;
  }

  private String write(String... lines) throws IOException {
    return Files.write(folder.resolve("rows.csv"), List.of(lines)).toString();
  }

  /** The line of measures of the rows of data.path. */
  private static String measures(String out) {
    return out.lines().filter(line -> line.startsWith("train ")).findFirst().orElseThrow();
  }

  private void assertSameBehindPredict(String path, String... sets) throws IOException {
    String measured = measures(succeed("evaluate", path, sets));
    succeed("predict", path, sets);
    List<String> first = lines();
    Path copy = Files.write(folder.resolve("copy.csv"), first);
    assertThat(measures(succeed("evaluate", copy.toString(), sets))).isEqualTo(measured);
    succeed("predict", copy.toString(), sets);
    List<String> again = lines();
    assertThat(again).hasSameSizeAs(first);
    for (int i = 1; i < again.size(); i++) { // the earlier predictions are columns of the second
      String kept = first.get(i);
      assertThat(again.get(i)).startsWith(kept);
      String[] cells = kept.split(",", -1);
      assertThat(again.get(i))
          .endsWith(String.join(",", List.of(cells).subList(cells.length - 3, cells.length)));
    }
  }

  @Test
  void missingValuesOfEveryKindStayMissing() throws IOException {
    String path =
        write(
            "id,c,x,label",
            "1,NA,0.5,a",
            "2,\"NA\",1,b",
            "3,?,,a",
            "?,north,NA,a",
            "5,\"NA\",2,b",
            "6,,nan,a",
            "7,\"NA\",?,b",
            "8,north,-1,b");
    String[] sets = {
      "data.categorical-columns=[c]", "data.exclude-columns=[id]", "data.missing=mean"
    };
    succeed("train", path, sets);
    assertSameBehindPredict(path, sets);
    succeed("predict", path, sets);
    assertThat(lines())
        .extracting(line -> line.replaceAll("(([^,]*,){4}).*", "$1"))
        .containsExactly(
            "id,c,x,label,",
            "1,,0.5,a,",
            "2,\"NA\",1,b,",
            "3,,,a,",
            ",north,,a,",
            "5,\"NA\",2,b,",
            "6,,,a,",
            "7,\"NA\",,b,",
            "8,north,-1,b,");
  }

  /** Also where only the configuration takes a text for missing. */
  @Test
  void missingLabelsAreNoLabelsAndQuotedOnesAre() throws IOException {
    String path = write("x,label", "1,\"NA\"", "2,b", "1,NA", "1,", "4,\"gone\"", "2,?", "3,gone");
    String[] sets = {"data.bad-rows=skip", "data.null-values=[NA, \"?\", gone]"};
    succeed("train", path, sets);
    assertSameBehindPredict(path, sets);
    assertThat(succeed("predict", path, sets)).contains("predicted 7 rows");
    assertThat(lines())
        .extracting(line -> line.replaceAll("(([^,]*,){2}).*", "$1"))
        .containsExactly(
            "x,label,", "1,\"NA\",", "2,b,", "1,,", "1,,", "4,\"gone\",", "2,,", "3,,");
  }

  @Test
  void theLabelOfFilesWithoutHeaderIsWhereItWasInTraining() throws IOException {
    String path = write("1,5,a", "2,6,b", "1,7,a", "2,8,b", "1.5,5,a");
    succeed("train", path, "data.label-column=-1");
    String told = measures(succeed("evaluate", path, "data.label-column=-1"));
    String out = succeed("evaluate", path);
    assertThat(measures(out)).isEqualTo(told);
    assertThat(out).contains("note: column 2 of ", "is taken for the label");
    assertThat(succeed("predict", path)).contains("predicted 5 rows", "column 2 of ");
    String alone = write("1,5", "2,6", "1,7", "2,8", "1.5,5");
    assertThat(succeed("predict", alone)).contains("predicted 5 rows").doesNotContain("column 2");
  }

  @Test
  void labelsAndFeaturesMayBeAnywhere() throws IOException {
    String path = write("0,1,5", "1,2,6", "0,1,7", "1,2,8", "0,1.5,5");
    succeed("train", path, "data.label-column=0", "data.feature-columns=[2,1]");
    String told =
        measures(succeed("evaluate", path, "data.label-column=0", "data.feature-columns=[2,1]"));
    assertThat(measures(succeed("evaluate", path))).isEqualTo(told);
    assertThat(measures(succeed("evaluate", path, "data.label-column=0"))).isEqualTo(told);
  }

  @Test
  void oneLineSaysThatOtherNumbersOfColumnsNeedTheLabel() throws IOException {
    String path = write("u,5,a", "v,6,b", "u,7,a", "v,8,b", "u,5,a");
    succeed("train", path, "data.label-column=-1", "data.categorical-columns=[0]");
    assertThat(succeed("predict", path)).contains("predicted 5 rows");
    String wide = write("u,5,1,a", "v,6,1,b", "u,7,2,a", "u,7,2,a");
    InProcess.Outcome outcome = run("predict", wide);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err().lines().toList()).hasSize(1);
    assertThat(outcome.err())
        .contains(
            "Cannot apply the model: ",
            "rows.csv:1 has 4 feature columns where the model has 2: set data.label-column");
    assertThat(run("evaluate", wide, "data.label-column=-1").err())
        .contains("has 3 feature columns where the model has 2");
  }
}
