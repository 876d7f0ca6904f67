package org.sparksoftmax.sql;

import java.util.List;
import java.util.Locale;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.QueryContext;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SessionState$;
import org.apache.spark.sql.types.StringType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.text.OneLine;
import scala.Option;
import scala.collection.immutable.Map.Map1;

/** A call of one of the functions in a query that is being analysed. */
final class FunctionCall {

  private static final Logger LOG = LoggerFactory.getLogger(FunctionCall.class);

  /** The condition that is nothing but its message, in all versions of Spark. */
  private static final String CONDITION = "_LEGACY_ERROR_TEMP_1332";

  private final Score score;
  private final List<Expression> arguments;

  /**
   * @param arguments resolved
   */
  FunctionCall(Score score, List<Expression> arguments) {
    this.score = score;
    this.arguments = arguments;
  }

  /**
   * The expression that computes the score. Throws an {@link AnalysisException} of one line if the
   * model cannot be read, or the arguments do not fit it.
   */
  Expression bound() {
    try {
      if (arguments.isEmpty()) {
        throw new IllegalArgumentException("Missing the path of the model and its columns");
      }
      String path = path(arguments.get(0));
      ModelCache.Loaded loaded = ModelCache.ofThisJvm().get(path, hadoop());
      Arguments given = new Arguments(path, arguments.subList(1, arguments.size()));
      Arguments.Bound bound = given.to(loaded.model());
      return new ScalaUDF(
          new ScoreRow(score, bound.input(), loaded),
          score.type(),
          ScalaValues.asScala(List.of(bound.argument())),
          ScalaValues.asScala(List.of()),
          Option.empty(),
          Option.apply(score.function()),
          true,
          true);
    } catch (IllegalArgumentException bad) {
      throw ExceptionUtils.<RuntimeException>rethrow(inAnalysis(bad));
    }
  }

  private String path(Expression expression) {
    Expression computed =
        expression instanceof RuntimeReplaceable other ? other.replacement() : expression;
    Object value =
        computed.foldable() && computed.dataType() instanceof StringType
            ? computed.eval(InternalRow.empty())
            : null;
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The path of the model is %s (must be a constant string)",
              expression.sql()));
    }
    return value.toString();
  }

  /** The file systems as the session configures them. */
  private static Configuration hadoop() {
    return SessionState$.MODULE$.newHadoopConf(
        SparkContext.getOrCreate().hadoopConfiguration(), SQLConf.get());
  }

  /**
   * Without the cause, because spark-sql prints the stack traces of errors that have one; with a
   * condition, because PySpark fails on errors that have none.
   */
  private AnalysisException inAnalysis(IllegalArgumentException bad) {
    LOG.debug("Cannot apply {}", score.function(), bad);
    String message =
        OneLine.message(
            String.format(Locale.ROOT, "Cannot apply %s: %s", score.function(), bad.getMessage()));
    return new AnalysisException(
        message,
        Option.empty(),
        Option.empty(),
        Option.empty(),
        Option.apply(CONDITION),
        new Map1<>("errorMessage", message),
        new QueryContext[0]);
  }
}
