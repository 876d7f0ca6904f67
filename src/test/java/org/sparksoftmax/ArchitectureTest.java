package org.sparksoftmax;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/** Tests the dependencies between packages. */
@AnalyzeClasses(packages = "org.sparksoftmax", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** The packages. Each may depend only on those before it. */
  private static final List<String> ORDER =
      List.of(
          "text",
          "math.kernel",
          "math.linalg",
          "math.block",
          "math.layout",
          "math.loss",
          "math.regularize",
          "math.network",
          "math.gradient",
          "math.objective",
          "math.descent",
          "math.optimize",
          "math.curvature",
          "math.evaluate",
          "config",
          "config.parse",
          "output",
          "model",
          "model.export",
          "data.job",
          "data.row",
          "data.column",
          "data.block",
          "data.source",
          "data.text",
          "data.binary",
          "data.table",
          "data",
          "data.inspect",
          "train.checkpoint",
          "train.mllib",
          "train.pass",
          "train.predict",
          "train",
          "train.check",
          "train.tune",
          "run.report",
          "run.record",
          "run",
          "cli.cluster",
          "cli",
          "ml",
          "sql",
          "connect");

  private static final String ROOT = "org.sparksoftmax";

  @ArchTest
  static final ArchRule onlyTheSparkSideUsesSpark =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + ".cli..",
              ROOT + ".ml..",
              ROOT + ".sql..",
              ROOT + ".connect..",
              ROOT + ".run..",
              ROOT + ".train..",
              ROOT + ".data..",
              ROOT + ".output..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala.."));

  @ArchTest
  static final ArchRule mathematicsNeedsJavaOnly =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".math..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..", "jdk.incubator.vector..", ROOT + ".math..", ROOT + ".text..");

  @ArchTest
  static void arrowsPointDownwards(JavaClasses classes) {
    Set<String> packages =
        classes.stream()
            .filter(c -> !c.getSimpleName().equals("package-info"))
            .map(c -> c.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", ""))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ORDER).containsExactlyInAnyOrderElementsOf(packages);
    Architectures.LayeredArchitecture layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : ORDER) {
      layers = layers.layer(name).definedBy(ROOT + "." + name);
    }
    for (int i = 0; i < ORDER.size(); i++) {
      String[] above = ORDER.subList(i + 1, ORDER.size()).toArray(String[]::new);
      layers =
          above.length == 0 || ORDER.get(i).equals("cli")
              ? layers.whereLayer(ORDER.get(i)).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(ORDER.get(i)).mayOnlyBeAccessedByLayers(above);
    }
    layers.check(classes);
  }

  /**
   * Checks that no string contains the name of a class, a dependency that neither the compiler nor
   * the other rules detect.
   */
  @ArchTest
  static void noStringNamesOneOfOurClasses(JavaClasses classes) throws IOException {
    Pattern named = Pattern.compile("\"[^\"\n]*\\borg[./]sparksoftmax[./][\\w./$]*[A-Z]\\w*");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        named
            .matcher(Files.readString(file))
            .results()
            .forEach(m -> found.add(file + ": " + m.group()));
      }
    }
    assertThat(found).isEmpty();
  }

  @ArchTest
  static void noPackageIsCrowded(JavaClasses classes) throws IOException {
    Map<Path, Integer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
      all.filter(f -> f.toString().endsWith(".java"))
          .forEach(f -> files.merge(f.getParent(), 1, Integer::sum));
    }
    assertThat(files)
        .isNotEmpty()
        .allSatisfy((folder, count) -> assertThat(count).isLessThanOrEqualTo(28 + 1));
    assertThat(files.keySet())
        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
  }

  @ArchTest
  static final ArchRule nothingReadsJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.io\\.Object(In|Out)put(Stream)?|java\\.io\\.Externalizable"
                  + "|java\\.beans\\.XML(De|En)coder|.*\\.ObjectWritable")
          .orShould()
          .callMethodWhere(calls(Object.class, "readObject|objectFile|saveAsObjectFile"));

  /** These classes write only files with fixed names below the output directory. */
  private static final String WRITERS_OF_FILES =
      "org\\.sparksoftmax\\.(output\\.(OutputDirectory|Replacement|LocalFileLock|MarkerLock|ObjectStores)|train\\.checkpoint\\.(MetricsFile|CheckpointStore)|run\\.record\\.RejectedFiles)";

  @ArchTest
  static final ArchRule filesAreWrittenInFewPlaces =
      noClasses()
          .that()
          .haveNameNotMatching(WRITERS_OF_FILES)
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File(OutputStream|Writer)|RandomAccessFile)")
          .orShould()
          .callMethodWhere(
              calls(FileSystem.class, "create|createFile|append|rename|copyFromLocalFile"))
          .orShould()
          .callMethodWhere(
              calls(Files.class, "(write|create|new.*Writer|newOutput|copy|move|delete).*"));

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String methods) {
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + methods,
        call -> call.getTargetOwner().isAssignableTo(owner) && call.getName().matches(methods));
  }
}
