package org.sparksoftmax.run.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.run.report.RunFiles;

class RunStoreTest {

  private static final String SUMMARY = "{\"stopReason\":\"CONVERGED\"}";

  @TempDir private Path folder;

  private RunFiles read() {
    return RunStore.read(folder.toString(), new Configuration());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void aRunMayHaveLeftItsSummaryOnly() throws IOException {
    write("summary.json", SUMMARY);

    RunFiles run = read();

    assertThat(run.name()).isEqualTo(folder.getFileName().toString());
    assertThat(run.metrics()).isEmpty();
    assertThat(run.details()).isEmpty();
  }

  @Test
  void everyLineOfMetricsIsRead() throws IOException {
    write("summary.json", SUMMARY);
    write("metrics.jsonl", "{\"iteration\":0}\n{\"iteration\":1}\n");
    write("report.json", "{\"classNames\":[\"a\"]}");

    assertThat(read().metrics()).hasSize(2);
    assertThat(read().details().at("/classNames/0").asText()).isEqualTo("a");
  }

  @Test
  void whatIsNoRunIsNamed() throws IOException {
    String missing = folder.resolve("none").toString();
    assertThatThrownBy(() -> RunStore.read(missing, new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(Locale.ROOT, "Cannot find the run %s: no such directory", missing));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot find a run in %s: it has no summary.json, which train and tune write when they finish",
                folder));
    write("summary.json", "{\"train\":{}}");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Cannot report on %s: its summary.json is not from a training run",
                folder));
  }

  @Test
  void aDamagedFileIsNamedWithItsLine() throws IOException {
    String cannot = "Cannot read the run in " + folder + ": ";
    write("summary.json", "{\"stopReason\":");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(cannot + "summary.json is damaged: ");
    write("summary.json", "[]");
    assertThatThrownBy(this::read)
        .hasMessage(cannot + "summary.json is damaged: it is not a JSON object");
    write("summary.json", SUMMARY);
    write("metrics.jsonl", "{\"iteration\":0}\n{\"iter");
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(cannot + "metrics.jsonl:2 is damaged: ");
  }
}
