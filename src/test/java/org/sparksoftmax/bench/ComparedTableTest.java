package org.sparksoftmax.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests how {@code submit/bench compare} makes its tables from its log. The build does not compile
 * src/bench/java, so this test compiles the two classes.
 */
class ComparedTableTest {

  private static final Path SOURCES = Path.of("src/bench/java/org/sparksoftmax/bench");
  private static final String HEADER =
      "data\tsolver\tpoint\titerations\tseconds\tvalue\tmegabytes\tother cores\tnote";

  @TempDir static Path classes;
  private static URLClassLoader loader;

  @BeforeAll
  static void compile() throws Exception {
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                SOURCES.resolve("Measurement.java").toString(),
                SOURCES.resolve("ComparedTable.java").toString());
    assertThat(code).isZero();
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null);
  }

  @AfterAll
  static void close() throws Exception {
    loader.close();
  }

  @Test
  void peersAreShownWithTheirTimesOurs(@TempDir Path folder) throws Exception {
    assertThat(
            table(
                folder,
                "wide\toptimum\tend\t9\t30\t0.5\t100\t0.1\t10 x 3, 4 classes",
                "wide\tours\t1e-2\t2\t0.5\t0.504\t900\t0.1\t",
                "wide\tours\t1e-4\t3\t1.25\t0.50004\t900\t0.1\t",
                "wide\tours\t1e-6\t4\t2\t0.5000004\t900\t0.1\t",
                "wide\tours\tend\t5\t3\t0.5000001\t900\t0.1\t10 x 3, 4 classes",
                "wide\tpeer\t1e-2\t7\t2\t0.505\t123.4\t0.1\t",
                "wide\tpeer\tend\t9\t60\t0.501\t123.4\t0.1\t"))
        .isEqualTo(
            """
            | data | solver | s to 1e-2 | s to 1e-4 | s to 1e-6 | peak MB |
            |---|---|---|---|---|---|
            | wide, 10 x 3, 4 classes, optimum 0.500000 | spark-softmax | 0.50 | 1.25 | 2.00 | 900 |
            |  | scikit-learn | 2.00 (4.00 ×) | > 60.0 (> 48.0 ×) | > 60.0 (> 30.0 ×) | 123 |
            """);
  }

  @Test
  void summaryHasTheFastestSolver(@TempDir Path folder) throws Exception {
    String[] lines = {
      "wide\tours\t1e-4\t3\t1.25\t0.50004\t900\t0.1\t",
      "wide\tours\tend\t5\t3\t0.5\t900\t0.1\t",
      "wide\tslow\tend\t7\t40\t0.505\t123.4\t0.1\t",
      "wide\tpeer\tend\t9\t60\t0.501\t123.4\t0.1\t",
      "wide\tpeer\t1e-4\t9\t50\t0.50001\t123.4\t0.1\t"
    };
    assertThat(made(folder, "summary", lines)).contains("| wide | 1.25 | 50.0 (40.0 ×) | — |");
    assertThat(made(folder, "summary", Arrays.copyOf(lines, 4)))
        .contains("| wide | 1.25 | > 40.0 (> 32.0 ×) | — |");
  }

  /** The optimum is the best of all; what a former optimum called near no longer counts. */
  @Test
  void pointsFarAboveTheBestObjectiveAreNotReached(@TempDir Path folder) throws Exception {
    assertThat(
            table(
                folder,
                "wide\tours\t1e-6\t4\t2\t0.50005\t900\t0.1\t",
                "wide\tours\tend\t5\t3\t0.50005\t900\t0.1\t",
                "wide\tpeer\tend\t9\t60\t0.5\t123\t0.1\t"))
        .contains("| wide | spark-softmax | > 3.00 | > 3.00 | > 3.00 | 900 |")
        .contains("|  | scikit-learn | > 60.0 | > 60.0 | > 60.0 | 123 |");
  }

  @Test
  void reasonsTakeThePlaceOfFigures(@TempDir Path folder) throws Exception {
    assertThat(
            table(
                folder,
                "wide\tours\tend\t5\t3\t0.5\tNaN\t0.1\t",
                "wide\tpeer\tend\t0\tNaN\tNaN\tNaN\t0.1\tno python3 on the PATH"))
        .contains("| wide | spark-softmax | > 3.00 | > 3.00 | > 3.00 | — |")
        .contains("|  | scikit-learn | no python3 on the PATH | | | |");
  }

  @Test
  void networksHaveTheirOwnTable(@TempDir Path folder) throws Exception {
    assertThat(
            table(
                folder,
                "network-128\tours\tend\t6\t4\t0.88125\t900\t0.1\t",
                "network-128\tpeer\tend\t6\t6\t0.88\t300\t0.1\t"))
        .isEqualTo(
            """
            | network | trained by | s | test accuracy | peak MB |
            |---|---|---|---|---|
            | network-128 | spark-softmax | 4.00 | 0.8813 | 900 |
            |  | scikit-learn | 6.00 (1.50 ×) | 0.8800 | 300 |
            """);
  }

  @Test
  void firstWithinIsTheFirstAtMostTheTarget() throws Exception {
    Method first =
        type("Measurement").getDeclaredMethod("firstWithin", double[].class, double.class);
    first.setAccessible(true);
    double[] objectives = {3, 1.5, 2, 1};
    assertThat(first.invoke(null, objectives, 1.5)).isEqualTo(OptionalInt.of(1));
    assertThat(first.invoke(null, objectives, 1.0)).isEqualTo(OptionalInt.of(3));
    assertThat(first.invoke(null, objectives, 0.5)).isEqualTo(OptionalInt.empty());
  }

  @Test
  void brokenLinesAreNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> table(folder, "wide\tours"))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .hasMessage("Invalid line of the log (must have 9 cells): wide\tours");
  }

  private static String table(Path folder, String... lines) throws Exception {
    return made(folder, "markdown", lines);
  }

  private static String made(Path folder, String kind, String... lines) throws Exception {
    Path log = folder.resolve("log.tsv");
    Files.writeString(log, HEADER + "\n" + String.join("\n", lines) + "\n");
    Method read = type("Measurement").getDeclaredMethod("read", Path.class);
    read.setAccessible(true);
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("ours", "spark-softmax");
    titles.put("slow", "scikit-learn slow");
    titles.put("peer", "scikit-learn");
    Constructor<?> constructor =
        type("ComparedTable").getDeclaredConstructor(List.class, Map.class);
    constructor.setAccessible(true);
    Object table = constructor.newInstance(read.invoke(null, log), titles);
    Method method = type("ComparedTable").getDeclaredMethod(kind);
    method.setAccessible(true);
    return (String) method.invoke(table);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass("org.sparksoftmax.bench." + name);
  }
}
