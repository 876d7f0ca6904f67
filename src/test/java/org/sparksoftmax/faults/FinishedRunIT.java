package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.cli.InProcess.Outcome;

/** Tests what --resume does with a run that has ended. */
class FinishedRunIT {

  @TempDir private Path folder;
  private Runs runs;

  @BeforeEach
  void data() throws IOException {
    MadeFiles.csv(folder.resolve("csv"), 1, 300);
    runs = new Runs(folder, "--set", "data.path=" + folder.resolve("csv"));
  }

  private Outcome run(String name, String... more) {
    return runs.outcomeHere(name, Map.of(), more);
  }

  private Outcome resume(String name, String... more) {
    return run(name, Stream.concat(Stream.of("--resume"), Stream.of(more)).toArray(String[]::new));
  }

  private static String[] set(String... settings) {
    return Stream.of(settings).flatMap(s -> Stream.of("--set", s)).toArray(String[]::new);
  }

  @Test
  void aRunThatConvergedIsLeftAsItIs() throws IOException {
    JsonNode first = runs.trainHere("done", Map.of());
    assertThat(first.path("stopReason").asText()).isEqualTo("CONVERGED");
    Path summary = runs.output("done").resolve("summary.json");
    byte[] before = Files.readAllBytes(summary);

    Outcome again = resume("done", set("checkpoint.interval-seconds=5", "tune.folds=3"));

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .startsWith("the run in " + runs.output("done") + " is finished: it stopped at iteration ")
        .contains("(CONVERGED)", "--overwrite")
        .hasLineCount(1);
    assertThat(Files.readAllBytes(summary)).isEqualTo(before);
  }

  @Test
  void aRaisedLimitGoesOnToTheModelOfOneRun() {
    runs.trainHere("limited", Map.of(), set("optimizer.max-iterations=3"));
    Outcome same = resume("limited", set("optimizer.max-iterations=3"));
    assertThat(same.out()).contains("it stopped at iteration 3 (MAX_ITERATIONS)");
    JsonNode whole = runs.trainHere("whole", Map.of(), set("optimizer.max-iterations=6"));

    Outcome more = resume("limited", set("optimizer.max-iterations=6"));

    assertThat(more.code()).as(more.err()).isZero();
    assertThat(more.out()).contains("resuming at iteration 3 from ");
    Runs.assertSameModel(runs.summary("limited"), whole);
  }

  @Test
  void anOverwritingRunThatWasInterruptedIsNotTakenForTheOneBeforeIt() throws IOException {
    runs.trainHere("over", Map.of(), set("optimizer.max-iterations=3"));
    Map<String, String> failing = runs.faultsHere("over", "always", "local[2,1]");
    failing.put("spark.faults.from", "12");
    String[] other =
        set("regularization.strength=0.1", "optimizer.tolerance=0", "optimizer.max-iterations=30");
    Outcome failed =
        runs.outcomeHere(
            "over",
            failing,
            Stream.concat(Stream.of("--overwrite"), Stream.of(other)).toArray(String[]::new));
    assertThat(failed.code()).as(failed.out()).isEqualTo(1);

    Outcome resumed = resume("over", other);

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("resuming at iteration ").doesNotContain("is finished");
  }

  @Test
  void aRunWhoseReportIsMissingIsNotFinished() throws IOException {
    runs.trainHere("unreported", Map.of());
    Files.delete(runs.output("unreported").resolve("report.html"));
    Outcome resumed = resume("unreported");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(runs.output("unreported").resolve("report.html")).exists();
  }

  /** A converged run of less than a minute has no checkpoint that would refuse the other one. */
  @Test
  void resumeReplacesNoOtherModel() throws IOException {
    runs.trainHere("mine", Map.of());
    Path weights = runs.output("mine").resolve("model/weights.bin");
    byte[] before = Files.readAllBytes(weights);

    Outcome other = resume("mine", set("regularization.strength=0.5"));

    assertThat(other.code()).as(other.out()).isEqualTo(5);
    assertThat(other.err())
        .startsWith("Cannot resume from " + runs.output("mine") + "/summary.json: ")
        .contains("regularization.strength is 0.5 but was auto", "--overwrite");
    Outcome search =
        InProcess.run(
            Stream.of(
                    Stream.of("tune", "--resume", "--output", runs.output("mine").toString()),
                    Stream.of(set("data.path=" + folder.resolve("csv"), "tune.folds=2")),
                    Stream.of(set("tune.strengths=[0.1, 0.01]")))
                .flatMap(words -> words)
                .toArray(String[]::new));
    assertThat(search.code()).as(search.out()).isEqualTo(5);
    assertThat(search.err()).contains("it has no search, but metrics.jsonl", "--overwrite");
    assertThat(Files.readAllBytes(weights)).isEqualTo(before);
  }

  @Test
  void resumeReplacesNothingWhereThereIsNoRun() throws IOException {
    Files.createDirectories(runs.output("notes"));
    Path notes = Files.writeString(runs.output("notes").resolve("notes.txt"), "mine");
    Outcome outcome = resume("notes");
    assertThat(outcome.code()).as(outcome.out()).isEqualTo(5);
    assertThat(outcome.err()).contains("it has no run, but notes.txt", "--overwrite");
    Files.delete(notes);
    assertThat(resume("notes").out()).startsWith("no checkpoint in ");
  }

  @Test
  void aNetworkWithMiniBatchesIsFinishedToo() {
    String[] network =
        set(
            "model.type=network",
            "model.hidden-layers=[4]",
            "optimizer.type=adam",
            "optimizer.mini-batch-fraction=0.5",
            "optimizer.max-iterations=6");
    runs.trainHere("network", Map.of(), network);
    assertThat(resume("network", network).out()).contains("it stopped at iteration 6");
  }
}
