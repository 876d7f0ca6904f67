package org.sparksoftmax.data.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.commons.lang3.reflect.FieldUtils;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function2;

/**
 * Methods that differ between the supported versions of Spark. Some are called by name, because
 * Spark 4 moved sessions and frames to the package {@code classic}.
 */
public final class SparkInternals {

  private static final String CLASSIC_SESSION = "org.apache.spark.sql.classic.SparkSession";
  private static final String READ_WRITE = "org.apache.spark.ml.util.ReadWriteUtils$";

  private SparkInternals() {}

  /**
   * Returns the session of {@code conf}, or creates it. The builder that Spark 4 offers first looks
   * for the builder that this method uses, which takes longer than to train on a small file.
   */
  public static SparkSession session(SparkConf conf) {
    Optional<Class<?>> classic = find(CLASSIC_SESSION);
    if (classic.isEmpty()) {
      return SparkSession.builder().config(conf).getOrCreate();
    }
    Object builder = called(() -> MethodUtils.invokeExactStaticMethod(classic.get(), "builder"));
    called(() -> MethodUtils.invokeMethod(builder, "config", conf));
    return (SparkSession) called(() -> MethodUtils.invokeMethod(builder, "getOrCreate"));
  }

  /** The SQL parser of a session, with the extensions of the session. */
  public static ParserInterface sqlParser(SparkSession spark) {
    return ((SessionState) called(() -> MethodUtils.invokeMethod(spark, "sessionState")))
        .sqlParser();
  }

  /** The analysed plan of a frame. */
  public static LogicalPlan analyzed(Dataset<?> frame) {
    return ((QueryExecution) called(() -> MethodUtils.invokeMethod(frame, "queryExecution")))
        .analyzed();
  }

  /**
   * The model that an estimator of MLlib returns for its fit to {@code rows}, with the summary.
   *
   * @param coefficients one row for each class
   * @param objectiveHistory the objective at the start and after each iteration
   */
  public static LogisticRegressionModel model(
      LogisticRegression estimator,
      Dataset<?> rows,
      Matrix coefficients,
      Vector intercepts,
      double[] objectiveHistory) {
    return (LogisticRegressionModel)
        called(
            () -> {
              Method create =
                  LogisticRegression.class.getDeclaredMethod(
                      "createModel",
                      Dataset.class,
                      int.class,
                      Matrix.class,
                      Vector.class,
                      double[].class);
              create.setAccessible(true);
              return create.invoke(
                  estimator, rows, intercepts.size(), coefficients, intercepts, objectiveHistory);
            });
  }

  /** The condition of an error, which Spark 3.5 calls its class; may be null. */
  @SuppressWarnings("deprecation") // since 4.0
  public static String condition(SparkThrowable error) {
    return error.getErrorClass();
  }

  /**
   * The column of a name that may be in another case, in backticks, or that of a field of a struct,
   * as the session resolves it. Spark 4 itself resolves the columns of stages so.
   */
  public static Optional<StructField> column(StructType schema, String name) {
    Function2<String, String, Object> resolver = SQLConf.get().resolver();
    Optional<StructField> found = Optional.empty();
    DataType within = schema;
    for (String part : ScalaValues.asJava(UnresolvedAttribute.parseAttributeName(name))) {
      if (!(within instanceof StructType struct)) {
        return Optional.empty();
      }
      found =
          Arrays.stream(struct.fields())
              .filter(field -> (boolean) resolver.apply(field.name(), part))
              .findFirst();
      if (found.isEmpty()) {
        return found;
      }
      within = found.get().dataType();
    }
    return found;
  }

  /**
   * Whether the current thread saves or loads a stage for a Spark Connect server, which evicts
   * models to its local disk, regardless of the default file system. Spark 4.0 and 3.5 never do.
   */
  public static boolean isSavingLocally() {
    return find(READ_WRITE)
        .map(type -> called(() -> FieldUtils.readStaticField(type, "MODULE$")))
        .map(module -> called(() -> MethodUtils.invokeMethod(module, "localSavingModeState")))
        .map(state -> (boolean) ((ThreadLocal<?>) state).get())
        .orElse(false);
  }

  private static Optional<Class<?>> find(String type) {
    try {
      return Optional.of(Class.forName(type, true, SparkSession.class.getClassLoader()));
    } catch (ClassNotFoundException olderSpark) {
      return Optional.empty();
    }
  }

  /** A call by name. */
  private interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static Object called(Call call) {
    try {
      return call.run();
    } catch (InvocationTargetException failed) {
      throw ExceptionUtils.<RuntimeException>rethrow(failed.getCause());
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException(
          "Unsupported Spark " + SupportedSpark.version() + ": " + missing, missing);
    }
  }
}
