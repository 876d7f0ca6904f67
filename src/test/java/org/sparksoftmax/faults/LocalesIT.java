package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;

/**
 * Tests that locale, character set and time zone of a machine change nothing: the same model, the
 * same names and contents of files, the same lines on the console, and machines that resume the
 * runs of one another.
 */
class LocalesIT {
  private static final String AMERICAN = "-Duser.language=en -Duser.country=US -Duser.timezone=UTC";
  private static final String PERSIAN = foreign("fa", "IR", "arabext");
  private static final String TURKISH = foreign("tr", "TR", "latn");
  private static final String EGYPTIAN = foreign("ar", "EG", "arab");

  /** Wall-clock times, as JSON. */
  private static final String SECONDS =
      "\"seconds\" ?: ?(\\{[^}]*}|\\[[^]]*]|[-0-9.E]+)|\"startTime\" ?: ?\"[^\"]*\"";

  /** Wall-clock times on the console, and names of directories. */
  private static final String TIMES = "(~[0-9]+ s left|time: .*|wrote .*|.*resuming at .*)";

  @TempDir private static Path folder;
  private static Runs runs;
  private static Result american;

  private static String foreign(String language, String country, String digits) {
    return "-Duser.timezone=Asia/Tokyo -Duser.language=%l -Duser.country=%c -Duser.extensions=u-nu-%d"
        .replace("%l", language)
        .replace("%c", country)
        .replace("%d", digits);
  }

  @BeforeAll
  static void trainInAmerica() throws IOException {
    runs =
        new Runs(
            folder,
            "--set",
            "data.path=" + data(),
            "--set",
            "data.categorical-columns=[kind]",
            "--set",
            "data.label-column=label",
            "--set",
            "data.test.fraction=0.25",
            "--set",
            "data.bad-rows=quarantine",
            "--set",
            "optimizer.tolerance=0",
            "--set",
            "optimizer.preconditioner=none",
            "--set",
            "checkpoint.interval-iterations=1");
    american = train("american", AMERICAN, 12);
  }

  private static Path data() throws IOException {
    Random random = new Random(5);
    List<String> kinds = List.of("İzmir", "istanbul", "INDIGO", "ılık");
    List<String> lines = new ArrayList<>(List.of("ıx,Größe,kind,label"));
    for (int i = 0; i < 120; i++) {
      String kind = kinds.get(random.nextInt(kinds.size()));
      lines.add(i % 11 + "," + random.nextInt(9) / 4.0 + "," + kind + ",KLIİ-" + random.nextInt(3));
    }
    lines.add("kein,Wert,x,KLIİ-1");
    return Files.write(folder.resolve("data.csv"), lines);
  }

  @Test
  void modelFilesAndConsoleAreThoseOfAmericanMachines() throws IOException {
    Result egyptian = train("egyptian", EGYPTIAN, 12);

    assertThat(lines(egyptian)).isEqualTo(lines(american)).anyMatch(line -> line.contains("KLIİ-"));
    assertSameFiles("egyptian", "american");
  }

  @Test
  void machinesResumeTheRunsOfOneAnotherAndPredictTheSame() throws IOException {
    train("moved", PERSIAN, 6);
    train("moved", TURKISH, 12, "--resume");
    assertSameFiles("moved", "american");

    predict("american", AMERICAN);
    predict("moved", PERSIAN);
    assertSameFiles("predictions-moved", "predictions-american");
  }

  private static Result train(String name, String machine, int iterations, String... more) {
    List<String> all = new ArrayList<>(List.of("--set", "optimizer.max-iterations=" + iterations));
    all.addAll(List.of(more));
    return run(runs.command(name, spark(machine), all.toArray(String[]::new)), machine);
  }

  private static void predict(String model, String machine) {
    List<String> all = new ArrayList<>(spark(machine));
    all.addAll(
        List.of(
            "predict",
            "--model",
            runs.output(model).resolve("model").toString(),
            "--output",
            runs.output("predictions-" + model).toString(),
            "--format",
            "csv",
            "--set",
            "data.bad-rows=skip",
            "--set",
            "data.path=" + folder.resolve("data.csv")));
    run(Command.softmax(all.toArray(String[]::new)), machine);
  }

  private static List<String> spark(String machine) {
    return List.of("--master", "local[2]", "--driver-java-options", Command.SOON + " " + machine);
  }

  private static Result run(Command command, String machine) {
    if (!machine.equals(AMERICAN)) {
      command.with("LC_ALL", "C").with("TZ", "Asia/Tokyo");
    }
    Result result = command.run();
    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    return result;
  }

  private static List<String> lines(Result result) {
    return result.out().lines().map(line -> line.replaceAll(TIMES, "")).toList();
  }

  private static void assertSameFiles(String actual, String expected) throws IOException {
    SortedMap<String, String> files = files(actual);
    assertThat(files.keySet()).isNotEmpty().isEqualTo(files(expected).keySet());
    for (String name : files.keySet()) {
      assertThat(files.get(name).lines().toList())
          .as(name)
          .isEqualTo(files(expected).get(name).lines().toList());
    }
  }

  /** The files of an output directory with their contents, without times. */
  private static SortedMap<String, String> files(String name) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Path output = runs.output(name);
    try (Stream<Path> all = Files.walk(output)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String relative = output.relativize(file).toString();
        String unique =
            relative
                .replaceAll("(state-[0-9]+)-[0-9a-f]+", "$1")
                .replaceAll("(part-[0-9]+)-[-0-9a-f]+", "$1");
        boolean hasTimes = relative.startsWith("checkpoints/"); // inside of checksums
        String text = hasTimes ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(unique, text.replaceAll(SECONDS, "").replace("\"name\":\"" + name + "\"", ""));
      }
    }
    return files;
  }
}
