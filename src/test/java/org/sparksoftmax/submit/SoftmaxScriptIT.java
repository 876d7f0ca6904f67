package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests {@code submit/softmax} up to the start of Spark. */
class SoftmaxScriptIT {
  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void folderWithSpaces() throws IOException {
    folder = Files.createDirectory(temporary.toRealPath().resolve("a folder"));
  }

  // -------------------------------------------------------------------------------------------
  // help

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "-h", "train --help", "--master nowhere:1 --help", "--name x train -h"})
  void helpNeedsNoSpark(String arguments) {
    Result result = Command.softmax(arguments.split(" ")).run();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("Usage: ").contains("train");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void versionIsOurs() {
    Result result = Command.softmax("--version").run();
    assertThat(result.out()).startsWith("spark-softmax ");
    assertThat(result.exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--bogus 3 train, Unknown spark-submit option --bogus",
    "--config x.conf train, Unknown spark-submit option --config",
    "--master, Missing value of --master",
    "--master local[1], Missing command",
    "--master local[1] trian, trian",
    "--confspark.x=1 train, Unknown spark-submit option --confspark.x",
    "--conf spark.x train, Invalid --conf spark.x: must be KEY=VALUE",
    "--master foo train, Invalid --master foo: must be local[N]",
    "--deploy-mode foo train, Invalid --deploy-mode foo: must be client or cluster",
    "--deploy-mode cluster train, Invalid --deploy-mode cluster: the master is local[*]",
    "--driver-memory lots train, Invalid --driver-memory lots: must be a number and a unit",
    "--conf=spark.executor.memory=lots train, Invalid --conf spark.executor.memory=lots",
    "--conf spark.cores.max=0 train, Invalid --conf spark.cores.max=0: must be at least 1",
    "--packages a:b train, Invalid --packages a:b: must be GROUP:ARTIFACT:VERSION",
    "--properties-file none.conf train, Cannot read --properties-file none.conf",
    "--driver-java-options -Xmx1g train, Invalid --driver-java-options with -Xmx",
    "--master yarn train, Missing HADOOP_CONF_DIR",
  })
  void wrongUsageIsOneLine(String arguments, String message) {
    Result result =
        Command.softmax(arguments.split(" "))
            .with("HADOOP_CONF_DIR", null)
            .with("YARN_CONF_DIR", null)
            .run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains(message);
  }

  // ----------------------------------------------------------------------------------- where it is

  @Test
  void runsThroughALinkFromAnotherFolderInAProjectWithSpaces() throws IOException {
    Path project = ProjectCopy.built(folder.resolve("the project"));
    Path bin = Files.createDirectory(folder.resolve("my bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../the project/submit/softmax"));
    Files.createSymbolicLink(bin.resolve("second"), Path.of("first"));
    Result result = Command.of(bin.resolve("second"), "train", "--help").in(bin).run();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("train");
    assertThat(result.exitCode()).isZero();
    assertThat(project.resolve("target/build.log")).doesNotExist();
  }

  /** The shell renames the folder, since a JVM of such a locale, as this may be, cannot. */
  @Test
  void runsInAFolderOfAnyNameWithoutALocale() throws IOException {
    ProjectCopy.built(folder.resolve("project"));
    Result result =
        Command.of(
                "sh",
                "-c",
                "name=$(printf 'f\\303\\274r'); mv project \"$name\"; \"$name/submit/softmax\" --version; code=$?; mv \"$name\" project; exit $code")
            .with("LC_ALL", null)
            .with("LC_CTYPE", null)
            .with("LANG", null)
            .in(folder)
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("spark-softmax ");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void aClassArchiveThatDoesNotFitIsLeftAside() throws IOException {
    Path project = ProjectCopy.built(folder.resolve("archived"));
    Files.writeString(project.resolve("target/spark-classes.jsa"), "no archive");
    Result result =
        Command.of(
                project.resolve("submit/softmax"),
                "--driver-java-options",
                Command.SOON,
                "train",
                "--output",
                folder.resolve("run").toString(),
                "--set",
                "optimizer.max-iterations=2")
            .in(folder)
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out() + result.err()).doesNotContainIgnoringCase("archive");
  }

  // -------------------------------------------------------------------------------------------
  // Java

  @ParameterizedTest
  @ValueSource(strings = {"26.0.1", "24-ea", "11.0.2", "1.8.0_392"})
  void unsupportedJavaIsRefusedByName(String version) throws IOException {
    Path home = javaHome("echo must not run", "JAVA_VERSION=\"" + version + "\"\n");
    Result result = Command.softmax("train").with("JAVA_HOME", home).run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("Unsupported Java " + version + " at " + home + "/bin/java")
        .contains("Spark 4.2")
        .contains("17, 21 or 25");
  }

  @Test
  void aJavaWithoutReleaseFileIsAsked() throws IOException {
    Path home = javaHome("echo '    java.version = 26.0.1' >&2", null);
    Result result = Command.softmax("train").with("JAVA_HOME", home).run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("Unsupported Java 26.0.1 at ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"17.0.15", "21.0.2", "25.0.3"})
  void supportedJavaRuns(String version) throws IOException {
    Path home = javaHome("echo ran", "JAVA_VERSION=\"" + version + "\"\n");
    Result result = Command.softmax("--help").with("JAVA_HOME", home).run();
    assertThat(result).isEqualTo(new Result(0, "ran\n", ""));
  }

  @Test
  void missingJavaIsOneLine() throws IOException {
    Result noHome = Command.softmax("train").with("JAVA_HOME", folder.resolve("none")).run();
    assertThat(noHome.exitCode()).isEqualTo(2);
    assertThat(noHome.err()).startsWith("Cannot find Java: JAVA_HOME is ").hasLineCount(1);

    Path tools = ProjectCopy.tools(folder.resolve("tools"));
    Result noPath = Command.softmax("train").with("JAVA_HOME", null).with("PATH", tools).run();
    assertThat(noPath.exitCode()).isEqualTo(2);
    assertThat(noPath.err()).startsWith("Cannot find Java: install").hasLineCount(1);
  }

  private Path javaHome(String action, String release) throws IOException {
    Path home = folder.resolve("a java");
    ProjectCopy.program(home.resolve("bin/java"), action);
    if (release != null) {
      Files.writeString(home.resolve("release"), release);
    }
    return home;
  }

  // ------------------------------------------------------------------------------------------
  // build

  @Test
  void firstCallBuildsOnceHoweverManyThereAre() throws IOException {
    Path project = buildable("sleep 1");
    Path script = project.resolve("submit/softmax");
    try (Running first = withMaven(Command.of(script, "--help")).start();
        Running second = withMaven(Command.of(script, "--help")).start()) {
      assertThat(List.of(first.await().exitCode(), second.await().exitCode())).containsOnly(0);
      assertThat(first.err() + second.err()).containsOnlyOnce("Building spark-softmax");
    }
    assertThat(builds(project)).isEqualTo(1);
    assertThat(withMaven(Command.of(script, "--help")).run().err()).isEmpty();
    assertThat(builds(project)).isEqualTo(1);

    Path source =
        Files.createFile(
            Files.createDirectories(project.resolve("src/main/java")).resolve("New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(1, ChronoUnit.HOURS)));
    assertThat(withMaven(Command.of(script, "--help")).run().err()).startsWith("Building");
    assertThat(builds(project)).isEqualTo(2);
  }

  @Test
  void theStepsOfABuildAreShownWhileItRuns() throws IOException {
    Path go = folder.resolve("go");
    Path project =
        buildable(
            """
            echo 'Downloading from central: https://a'; echo 'Downloading from central: https://b'
            echo '[INFO] --- compiler:3.14.1:compile (default-compile) @ x ---'
            while [ ! -e ../go ]; do sleep 0.1; done
            echo '[INFO] --- shade:3.6.1:shade (default) @ x ---'""");
    try (Running running =
        withMaven(Command.of(project.resolve("submit/softmax"), "--help")).start()) {
      running.awaitThat("two steps", () -> running.err().contains("Building: compiling ...\n"));
      assertThat(running.err()).doesNotContain("packing");
      Files.createFile(go);
      assertThat(running.await().exitCode()).isZero();
      assertThat(running.err().lines().skip(1))
          .containsExactly(
              "Building: downloading Maven plugins and libraries ...",
              "Building: compiling ...",
              "Building: packing the jar ...");
    }
  }

  /** Two at once: neither waits, and one archive is made after them. */
  @Test
  void theFirstRunsOfABuildLeaveAnArchiveOfTheClasses() throws IOException {
    Path project = buildable("");
    Files.createDirectories(project.resolve("src/main"));
    Files.createSymbolicLink(
        project.resolve("src/main/data"), Command.PROJECT.resolve("src/main/data"));
    Path archive = project.resolve("target/spark-classes.jsa");
    Path wanted = project.resolve("target/.class-archive-wanted");
    assertThat(withMaven(Command.of(project.resolve("submit/softmax"), "--help")).run().exitCode())
        .isZero();
    assertThat(wanted).as("the build leaves it to a run").exists();
    assertThat(archive).doesNotExist();

    try (Running first = withMaven(training(project, "first")).start();
        Running second = withMaven(training(project, "second")).start()) {
      assertThat(first.await().exitCode()).as(first.err()).isZero();
      assertThat(second.await().exitCode()).as(second.err()).isZero();
      assertThat(first.out() + second.out()).doesNotContain("archive");
    }
    Path log = project.resolve("target/logs/class-archive.log");
    Command.await(Duration.ofMinutes(8), "the archive", () -> Files.exists(archive));
    Command.await(Duration.ofMinutes(1), "its folder removed", () -> archiving(project).isEmpty());
    assertThat(archive).as(Files.readString(log)).isNotEmptyFile();
    assertThat(wanted).doesNotExist();
    assertThat(Files.readString(log)).containsOnlyOnce("iteration    0");
  }

  private static List<Path> archiving(Path project) {
    try (Stream<Path> files = Files.list(project.resolve("target"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("archive.")).toList();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  private Command training(Path project, String run) {
    return Command.of(
        project.resolve("submit/softmax"),
        "--driver-java-options",
        Command.SOON,
        "train",
        "--output",
        folder.resolve(run).toString(),
        "--set",
        "optimizer.max-iterations=2");
  }

  @Test
  void aKilledBuildDoesNotBlockTheNext() throws IOException {
    Path project = buildable("exec sleep 300");
    Path script = project.resolve("submit/softmax");
    try (Running killed = withMaven(Command.of(script, "--help")).start()) {
      killed.awaitThat("its build", () -> Files.exists(project.resolve("builds")));
    }
    buildable("");
    assertThat(withMaven(Command.of(script, "--help")).run().exitCode()).isZero();
  }

  @Test
  void terminationEndsTheBuildToo() throws IOException {
    Path project = buildable("exec sleep 300");
    try (Running running =
        withMaven(Command.of(project.resolve("submit/softmax"), "--help")).start()) {
      running.awaitThat("its build", () -> Files.exists(project.resolve("builds")));
      List<ProcessHandle> maven = running.handle().descendants().toList();
      running.handle().destroy();
      assertThat(running.await().exitCode()).isEqualTo(143);
      Command.await(
          Duration.ofSeconds(5),
          "no build left",
          () -> maven.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void failedBuildShowsWhatMavenSaid() throws IOException {
    Path project = buildable("echo '[ERROR] this is why'; exit 7");
    Result result = withMaven(Command.of(project.resolve("submit/softmax"), "--help")).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("[ERROR] this is why").contains("Maven exited with code 7");
  }

  @Test
  void missingMavenIsOneLine() throws IOException {
    Path project = ProjectCopy.unbuilt(folder.resolve("the project"));
    Result result =
        Command.of(project.resolve("submit/softmax"), "--help")
            .with("JAVA_HOME", System.getProperty("java.home"))
            .with("PATH", ProjectCopy.tools(folder.resolve("tools")))
            .run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).startsWith("Cannot build spark-softmax").hasLineCount(1);
  }

  /**
   * An unbuilt project with a stub Maven that records its call, performs an action, and copies an
   * earlier build.
   */
  private Path buildable(String action) throws IOException {
    Path project = folder.resolve("the project");
    if (!Files.exists(project)) {
      ProjectCopy.unbuilt(project);
      ProjectCopy.tools(folder.resolve("tools"));
    }
    ProjectCopy.program(
        folder.resolve("tools/mvn"),
        "echo \"$*\" >>builds",
        action,
        "cp '" + Command.PROJECT + "/target/spark-softmax.jar' target/",
        "[ -e target/spark ] || { mkdir target/spark && ln -s '"
            + Command.PROJECT
            + "/target/spark/jars' target/spark/; }");
    return project;
  }

  private Command withMaven(Command command) {
    return command
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("PATH", folder.resolve("tools"));
  }

  private static int builds(Path project) throws IOException {
    return Files.readAllLines(project.resolve("builds")).size();
  }

  // -------------------------------------------------------------------------------------
  // SPARK_HOME

  @Test
  void sparkHomeGetsTheOptionsUntouched() throws IOException {
    Path project = ProjectCopy.built(folder.resolve("the project"));
    Result result =
        recording(
                Command.of(
                    project.resolve("submit/softmax"),
                    "--name",
                    "train",
                    "--conf",
                    "spark.app.x=a b",
                    "--verbose",
                    "--executor-memory=3g",
                    "train",
                    "--config",
                    "my file.conf",
                    "--set",
                    "a=\"b c\"",
                    "--master",
                    "x"))
            .run();
    assertThat(result.exitCode()).isEqualTo(7);
    assertThat(result.out().lines())
        .containsSubsequence(
            "--class",
            "org.sparksoftmax.cli.Softmax",
            "--name",
            "train",
            "--conf",
            "spark.app.x=a b",
            "--verbose",
            "--executor-memory=3g",
            project + "/target/spark-softmax.jar",
            "train",
            "--config",
            "my file.conf",
            "--set",
            "a=\"b c\"",
            "--master",
            "x")
        .contains(
            "home=" + project,
            "data=" + project + "/../shared/data",
            "conf=" + project + "/conf",
            "ip=127.0.0.1",
            "columns=unset");
    assertThat(result.out()).contains("log=" + project + "/target/logs/");
  }

  @ParameterizedTest
  @CsvSource({
    "--master local[2], 127.0.0.1",
    "--master=local, 127.0.0.1",
    "--conf spark.master=local[2], 127.0.0.1",
    "'--master local-cluster[2,1,1024]', 127.0.0.1",
    "--master spark://127.0.0.1:7077, 127.0.0.1",
    "--master spark://localhost:7077, 127.0.0.1",
    "--master spark://localhost.example.org:7077, unset",
    "--master spark://host:7077, unset",
    "--master spark://host:7077 --conf spark.master=local, unset",
    "-c spark.master=yarn, unset",
    "--master k8s://https://host, unset",
  })
  void localMastersBindToLoopback(String options, String address) throws IOException {
    String[] arguments = (options + " describe --model x").split(" ");
    Command command = recording(Command.softmax(arguments)).with("HADOOP_CONF_DIR", folder);
    assertThat(command.run().out()).contains("ip=" + address + "\n");
  }

  @Test
  void theMasterOfAConfigurationCounts() throws IOException {
    Path conf = Files.createDirectory(folder.resolve("my conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        "# spark.master local\nspark.master  spark://host:7077\n");
    Command command = recording(Command.softmax("train")).with("SPARK_CONF_DIR", conf);
    assertThat(command.run().out()).contains("ip=unset\n", "conf=" + conf);

    Path properties = Files.writeString(folder.resolve("p.properties"), "spark.master=local[3]\n");
    command = recording(Command.softmax("--properties-file", properties.toString(), "train"));
    assertThat(command.with("SPARK_CONF_DIR", conf).run().out()).contains("ip=127.0.0.1\n");
  }

  @Test
  void anAddressOfTheUserStands() throws IOException {
    Command command = recording(Command.softmax("train")).with("SPARK_LOCAL_IP", "10.0.0.1");
    assertThat(command.run().out()).contains("ip=10.0.0.1\n");
  }

  @Test
  void oldLogsGo() throws IOException {
    Path project = ProjectCopy.built(folder.resolve("the project"));
    Path logs = Files.createDirectories(project.resolve("target/logs"));
    Path old = Files.createFile(logs.resolve("old.log"));
    Path recent = Files.createFile(logs.resolve("recent.log"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(16, ChronoUnit.DAYS)));
    recording(Command.of(project.resolve("submit/softmax"), "train")).run();
    assertThat(old).doesNotExist();
    assertThat(recent).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "spark-core_2.13-3.4.4.jar, Unsupported Spark 3.4",
    "spark-core_2.12-3.5.9.jar, Unsupported Java 21.0.2",
    "spark-core_2.13-4.1.0.jar, ran",
    "spark-core_3-4.2.0.jar, Unsupported Scala 3 of Spark 4.2"
  })
  void theJarsOfSparkHomeDecideWhatRuns(String jar, String expected) throws IOException {
    Path spark = folder.resolve("spark");
    ProjectCopy.program(spark.resolve("bin/spark-submit"), "echo ran");
    Files.createDirectories(spark.resolve("jars"));
    Files.createFile(spark.resolve("jars").resolve(jar));
    Path java = javaHome("echo ran", "JAVA_VERSION=\"21.0.2\"\n");
    Result result =
        Command.softmax("--help").with("SPARK_HOME", spark).with("JAVA_HOME", java).run();
    assertThat(result.out() + result.err()).startsWith(expected).hasLineCount(1);
    assertThat(result.exitCode()).isEqualTo(expected.equals("ran") ? 0 : 2);
  }

  @Test
  void aSparkHomeWithoutSparkSubmitIsRefused() {
    Result result = Command.softmax("train").with("SPARK_HOME", folder).run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("Cannot find Spark: SPARK_HOME is " + folder)
        .hasLineCount(1);
  }

  /** Uses a stub Spark whose spark-submit prints its arguments and environment. */
  private Command recording(Command command) throws IOException {
    Path home = folder.resolve("a spark");
    ProjectCopy.program(
        home.resolve("bin/spark-submit"),
        "printf '%s\\n' \"$@\"",
        "echo \"home=$SOFTMAX_HOME\"; echo \"data=$SOFTMAX_DATA\"; echo \"conf=$SPARK_CONF_DIR\"",
        "echo \"log=$SOFTMAX_LOG\"; echo \"ip=${SPARK_LOCAL_IP-unset}\"; echo \"columns=${SOFTMAX_COLUMNS-unset}\"",
        "exit 7");
    return command.with("SPARK_HOME", home).with("SOFTMAX_DATA", null);
  }
}
