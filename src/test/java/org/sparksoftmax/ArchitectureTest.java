package org.sparksoftmax;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import org.apache.hadoop.fs.FileSystem;

/** The arrows of the house. */
@AnalyzeClasses(packages = "org.sparksoftmax", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule onlyTheSparkSideKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.sparksoftmax.cli..",
              "org.sparksoftmax.ml..",
              "org.sparksoftmax.train..",
              "org.sparksoftmax.data..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala.."));

  @ArchTest
  static final ArchRule kernelsNeedJavaOnly =
      noClasses()
          .that()
          .resideInAPackage("org.sparksoftmax.linalg..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "jdk.incubator.vector..", "org.sparksoftmax.linalg..");

  @ArchTest
  static final ArchRule arrowsPointDownwards =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("org.sparksoftmax.cli..")
          .layer("ml")
          .definedBy("org.sparksoftmax.ml..")
          .layer("train")
          .definedBy("org.sparksoftmax.train..")
          .layer("data")
          .definedBy("org.sparksoftmax.data..")
          .layer("report")
          .definedBy("org.sparksoftmax.report..")
          .layer("export")
          .definedBy("org.sparksoftmax.export..")
          .layer("evaluate")
          .definedBy("org.sparksoftmax.evaluate..")
          .layer("optimize")
          .definedBy("org.sparksoftmax.optimize..")
          .layer("network")
          .definedBy("org.sparksoftmax.network..")
          .layer("objective")
          .definedBy("org.sparksoftmax.objective..")
          .layer("regularize")
          .definedBy("org.sparksoftmax.regularize..")
          .layer("model")
          .definedBy("org.sparksoftmax.model..")
          .layer("loss")
          .definedBy("org.sparksoftmax.loss..")
          .layer("config")
          .definedBy("org.sparksoftmax.config..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("ml")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("train")
          .mayOnlyBeAccessedByLayers("cli", "ml")
          .whereLayer("export")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("cli", "ml", "train")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli", "train")
          .whereLayer("optimize")
          .mayOnlyBeAccessedByLayers("cli", "ml", "train")
          .whereLayer("evaluate")
          .mayOnlyBeAccessedByLayers("cli", "ml", "train")
          .whereLayer("objective")
          .mayOnlyBeAccessedByLayers("cli", "ml", "train", "optimize")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("cli", "ml", "train", "optimize", "objective")
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("cli", "ml", "train", "data");

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

  /** What they write has a name that this project chose, below the output directory. */
  private static final String WRITERS_OF_FILES =
      "org\\.sparksoftmax\\.train\\.(OutputDirectory|MetricsFile|CheckpointStore|RejectedFiles|Replacement|LocalFileLock|MarkerLock)";

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
