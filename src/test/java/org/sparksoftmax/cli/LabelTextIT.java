package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.train.ModelStore;

/** Labels keep their text, in every type of column that has one. */
class LabelTextIT {

  @TempDir private Path folder;

  private InProcess.Outcome train(String... sets) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--overwrite", "--output", folder + "/out"));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private List<String> classes() {
    return ModelStore.load(folder.resolve("out").toString(), new Configuration())
        .classes()
        .labels();
  }

  @Test
  void labelsOfOneValueAreTwoClassesAndAreNamed() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,zip"));
    List<String> labels = List.of("02134", "2134", "1E5", "100000", "7");
    for (int i = 0; i < 100; i++) {
      lines.add(String.format(Locale.ROOT, "%d,%s", i * i % 17, labels.get(i % labels.size())));
    }
    Path file = Files.write(folder.resolve("zips.csv"), lines);
    InProcess.Outcome outcome = train("data.path=" + file, "data.label-column=zip");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(classes()).containsExactlyInAnyOrderElementsOf(labels);
    assertThat(outcome.out())
        .contains(
            "note: the labels '02134' and '2134' have the same value but are 2 classes",
            "'100000' and '1E5' have the same value")
        .doesNotContain("'7'");
  }

  @Test
  void bytesAreText() {
    Path table = SharedData.field("types/binlabel");
    InProcess.Outcome outcome = train("data.format=parquet", "data.path=" + table);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(classes()).isNotEmpty().allMatch(label -> label.matches("[a-z]+"));
  }

  @Test
  void structsAreRefusedWithWhatToSelect() {
    Path table = SharedData.field("types/structlabel");
    InProcess.Outcome outcome = train("data.format=parquet", "data.path=" + table);
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err().strip())
        .startsWith("Cannot use 1 column of " + table + ": 'label' is struct<")
        .contains("select a field of it, such as `label`.`")
        .doesNotContain("\n");
  }

  @Test
  void timesAreTheSameTextInEveryTimeZone() {
    Path table = SharedData.field("types/tslabel");
    TimeZone usual = TimeZone.getDefault();
    try {
      List<List<String>> found = new ArrayList<>();
      for (String zone : List.of("UTC", "Asia/Tokyo", "America/St_Johns")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        InProcess.Outcome outcome = train("data.format=parquet", "data.path=" + table);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        found.add(classes());
      }
      assertThat(found.get(0)).isNotEmpty().allMatch(label -> label.endsWith("Z"));
      assertThat(found).containsOnly(found.get(0));
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  @Test
  void anArrayOfNumbersIsAVector() {
    Path table = SharedData.field("types/arrayfeatures");
    InProcess.Outcome outcome =
        train("data.format=parquet", "data.path=" + table, "data.label-column=label");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(
            ModelStore.load(folder.resolve("out").toString(), new Configuration())
                .schema()
                .features())
        .isGreaterThan(1);
  }
}
