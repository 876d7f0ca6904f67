package org.sparksoftmax.data.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.math.kernel.Kernels;

/** The versions of Spark and Scala that this jar runs on. */
public final class SupportedSpark {

  /** Also in {@code submit/common.sh} and the Python package. */
  private static final List<String> VERSIONS = List.of("3.5", "4.0", "4.1", "4.2");

  private static final Logger LOG = LoggerFactory.getLogger(SupportedSpark.class);
  private static boolean checked;

  private SupportedSpark() {}

  /**
   * Checks the running Spark, once per JVM. A newer Spark, and a JVM without the Vector API, are
   * only warned of.
   *
   * @throws ConfigException if Spark is older than the supported versions, or its Scala is not that
   *     of this jar
   */
  public static synchronized void require() {
    if (!checked) {
      require(version(), scala.util.Properties.versionNumberString(), scalaOfThisJar());
      if (!Kernels.hasVectorApi()) {
        LOG.warn(
            "Training uses plain loops, which give the same model but take several times as long, because this JVM was started without the Vector API: add --add-modules=jdk.incubator.vector to spark.driver.extraJavaOptions and spark.executor.extraJavaOptions");
      }
      checked = true;
    }
  }

  static void require(String spark, String scala, String ours) {
    String running = minor(spark);
    String supported =
        String.format(
            Locale.ROOT,
            "spark-softmax for Scala %s runs on Spark %s",
            ours,
            String.join(", ", ours.equals("2.12") ? VERSIONS.subList(0, 1) : VERSIONS));
    if (!minor(scala).equals(ours)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Unsupported Scala %s of Spark %s: %s; use the jar spark-softmax_%s",
              scala,
              spark,
              supported,
              minor(scala)));
    }
    if (VERSIONS.contains(running)) {
      return;
    }
    String message = String.format(Locale.ROOT, "Unsupported Spark %s: %s", spark, supported);
    if (isOlder(running)) {
      throw new ConfigException(message);
    }
    LOG.warn("{}, and was not tried with this one", message);
  }

  /** The version of the running Spark. */
  public static String version() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  /** The version of the running Scala as in names of artifacts, such as 2.13. */
  public static String scala() {
    return minor(scala.util.Properties.versionNumberString());
  }

  /** The major and the minor number of a version. */
  public static String minor(String version) {
    String[] numbers = version.split("[.-]", 3);
    return numbers.length < 2 ? version : numbers[0] + "." + numbers[1];
  }

  private static boolean isOlder(String running) {
    int[] numbers = Arrays.stream(running.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return numbers[0] < 3 || (numbers[0] == 3 && numbers[1] < 5);
  }

  private static String scalaOfThisJar() {
    Properties library = new Properties();
    try (InputStream in = SupportedSpark.class.getResourceAsStream("library.properties")) {
      library.load(in);
    } catch (IOException cannot) {
      throw new UncheckedIOException("Cannot read the resource library.properties", cannot);
    }
    return library.getProperty("scala");
  }
}
