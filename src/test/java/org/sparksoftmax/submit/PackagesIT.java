package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command.Result;

/**
 * Builds and installs a copy of the project, in another folder, time zone and language, and uses
 * what came out of it.
 */
class PackagesIT {

  private static final Duration BUILD = Duration.ofMinutes(20);
  private static final String ARTIFACT = "spark-softmax_2.13";
  private static final String NAME = ARTIFACT + "-" + version();

  @TempDir private static Path folder;
  private static Path project;
  private static Path repository;
  private static Path installed;

  @BeforeAll
  static void installs() throws IOException {
    project = copyOfSources(folder.toRealPath().resolve("the project"));
    repository = linksToLocalRepository(folder.resolve("repository"));
    installed = repository.resolve("org/sparksoftmax").resolve(ARTIFACT).resolve(version());
    Result build =
        maven(
                "-q",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true",
                "-Dforbiddenapis.skip=true",
                "install")
            .with("TZ", "Pacific/Auckland")
            .with("LC_ALL", "C")
            .in(project)
            .within(BUILD)
            .run();
    assertThat(build.exitCode()).as(build.out() + build.err()).isZero();
  }

  @Test
  void twoBuildsGiveTheSameBytes() throws IOException {
    for (String file : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
      Path here = Command.PROJECT.resolve("target/spark-softmax" + file);
      Path there = installed.resolve(NAME + file);
      assertThat(different(here, there)).as("entries of %s that differ", file).isEmpty();
      assertThat(there).as(file).hasSameBinaryContentAs(here);
    }
    assertThat(installed.resolve(NAME + "-cyclonedx.json"))
        .hasSameBinaryContentAs(Command.PROJECT.resolve("target/spark-softmax-sbom.json"));
  }

  @Test
  void installsWhatAUserNeeds() throws IOException {
    assertThat(Files.readString(installed.resolve(NAME + ".pom")))
        .contains("<artifactId>" + ARTIFACT + "</artifactId>", "<license>")
        .doesNotContain("<dependenc", "<build>", "<profile", "<parent>", "${");
    assertThat(entries(installed.resolve(NAME + "-sources.jar")))
        .containsKey("org/sparksoftmax/ml/SoftmaxClassifier.java");
    assertThat(entries(installed.resolve(NAME + "-javadoc.jar")))
        .containsKey("org/sparksoftmax/ml/SoftmaxClassifier.html");
    JsonNode materials =
        new ObjectMapper().readTree(installed.resolve(NAME + "-cyclonedx.json").toFile());
    assertThat(materials.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(materials.get("components").findValuesAsText("purl"))
        .contains("pkg:maven/com.typesafe/config@1.4.5?type=jar")
        .noneMatch(purl -> purl.contains("org.apache.spark"));
    for (JsonNode component : materials.get("components")) {
      assertThat(component.path("licenses")).as(component.path("name").asText()).isNotEmpty();
    }
  }

  @Test
  void aProjectOfThreeFilesTrains() throws IOException {
    Path user = Files.createDirectories(folder.resolve("irises"));
    String page = Files.readString(Command.PROJECT.resolve("src/site/markdown/packages.md"));
    write(user.resolve("pom.xml"), block(page, "xml", 0));
    write(user.resolve("src/main/java/Irises.java"), block(page, "java", 0));
    write(user.resolve("src/test/java/IrisesTest.java"), block(page, "java", 1));
    Path rows = Command.PROJECT.resolve("src/main/data/iris.tsv.gz");
    Command.of("sh", "-c", "gunzip -c '" + rows + "' | tr '\\t' ',' >iris.csv").in(user).run();
    Result test = maven("test").in(user).within(BUILD).run();
    assertThat(test.exitCode()).as(test.out() + test.err()).isZero();
    assertThat(test.out()).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
  }

  @Test
  void theArchiveRunsWithoutMaven() throws IOException {
    Path archive = project.resolve("target").resolve(NAME + "-bin.tar.gz");
    Path elsewhere = Files.createDirectories(folder.resolve("some where"));
    assertThat(
            Command.of("tar", "-xzf", archive.toString(), "-C", elsewhere.toString())
                .run()
                .exitCode())
        .isZero();
    Path tools = ProjectCopy.tools(folder.resolve("tools"));
    Path output = folder.resolve("run");
    Result run =
        Command.of(
                elsewhere.resolve(NAME).resolve("submit/softmax"),
                "--driver-java-options",
                Command.SOON,
                "train",
                "--output",
                output.toString())
            .with("PATH", tools)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .in(elsewhere)
            .run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("CONVERGED", "data: 3,926 rows");
    assertThat(output.resolve("model/metadata.json")).exists();
    assertThat(elsewhere.resolve(NAME).resolve("work/logs")).isNotEmptyDirectory();
  }

  @Test
  void theArchiveNamesTheOneForAnotherScala() throws IOException {
    Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
    ProjectCopy.unbuilt(unpacked);
    Files.createDirectories(unpacked.resolve("jars"));
    Path spark = folder.resolve("spark-3.5");
    ProjectCopy.program(spark.resolve("bin/spark-submit"), "exit 1");
    write(spark.resolve("jars/spark-core_2.12-3.5.9.jar"), "");
    Result run =
        Command.of(unpacked.resolve("submit/softmax"), "train")
            .with("SPARK_HOME", spark)
            .with("JAVA_HOME", System.getProperty("java.home"))
            .run();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "Unsupported Scala 2.12 of Spark 3.5 in SPARK_HOME "
                + spark
                + ": "
                + unpacked.toRealPath()
                + " has no spark-softmax_2.12.jar; unpack the archive spark-softmax_2.12\n");
    Result without = Command.of(unpacked.resolve("submit/softmax"), "train").run();
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains("brings none; set SPARK_HOME");
  }

  private static Command maven(String... arguments) {
    return Command.of(
        "mvn",
        Stream.concat(Stream.of("-B", "-Dmaven.repo.local=" + repository), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static String version() {
    try {
      Matcher version =
          Pattern.compile("<version>([^<]+)</version>")
              .matcher(Files.readString(Command.PROJECT.resolve("pom.xml")));
      assertThat(version.find()).isTrue();
      return version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copyOfSources(Path copy) throws IOException {
    Files.createDirectories(copy.resolve("src/site"));
    String files = "pom.xml LICENSE README.md .mvn conf submit src/main src/site/markdown";
    Result tar =
        Command.of("sh", "-c", "tar -c " + files + " | tar -x -C '" + copy + "'")
            .in(Command.PROJECT)
            .run();
    assertThat(tar.exitCode()).as(tar.err()).isZero();
    return copy;
  }

  /**
   * A local repository of its own, in which all that Maven downloads is shared with the user's: the
   * build must not leave its own artifacts there.
   */
  private static Path linksToLocalRepository(Path links) throws IOException {
    Path local = Path.of(System.getProperty("localRepository"));
    Path organisations = Files.createDirectories(links.resolve("org"));
    link(local, links, "org");
    link(local.resolve("org"), organisations, "sparksoftmax");
    return links;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.filter(Files::isDirectory).toList()) {
        String name = child.getFileName().toString();
        if (!name.equals(except)) {
          Files.createSymbolicLink(to.resolve(name), child);
        }
      }
    }
  }

  private static Set<String> different(Path jar, Path other) throws IOException {
    Map<String, Long> ours = entries(jar);
    Map<String, Long> theirs = entries(other);
    Set<String> names = new TreeSet<>(ours.keySet());
    names.addAll(theirs.keySet());
    names.removeIf(name -> Objects.equals(ours.get(name), theirs.get(name)));
    return names;
  }

  /** The checksums of a jar's entries by their names. */
  private static Map<String, Long> entries(Path jar) throws IOException {
    Map<String, Long> checksums = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        CRC32 checksum = new CRC32();
        checksum.update(zip.getInputStream(entry).readAllBytes());
        checksums.put(entry.getName(), checksum.getValue());
      }
    }
    return checksums;
  }

  /** The text of a fenced block of a page. */
  private static String block(String page, String language, int index) {
    String[] parts = page.split("```" + language + "\n", -1);
    return parts[index + 1].substring(0, parts[index + 1].indexOf("```"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
