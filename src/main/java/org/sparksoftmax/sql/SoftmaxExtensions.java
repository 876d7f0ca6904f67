package org.sparksoftmax.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.sparksoftmax.data.job.ScalaValues;
import scala.Function1;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Adds the functions {@code softmax_predict} and {@code softmax_probabilities} to the sessions of
 * an application that sets {@code spark.sql.extensions} to the name of this class.
 */
public final class SoftmaxExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (Score score : Score.values()) {
      inject(extensions, score);
    }
    return BoxedUnit.UNIT;
  }

  /** Without types, because {@code Seq} is another one in each version of Scala. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void inject(SparkSessionExtensions extensions, Score score) {
    String name = score.function();
    ExpressionInfo info =
        new ExpressionInfo(
            SoftmaxExtensions.class.getName(),
            null,
            name,
            score.usage(),
            Score.ARGUMENTS,
            score.examples(),
            "",
            "",
            "",
            "",
            "java_udf");
    Function1<scala.collection.Seq<Expression>, Expression> builder =
        new AbstractFunction1<>() {
          @Override
          public Expression apply(scala.collection.Seq<Expression> arguments) {
            return new FunctionCall(score, ScalaValues.asJava(arguments)).bound();
          }
        };
    extensions.injectFunction((Tuple3) new Tuple3<>(new FunctionIdentifier(name), info, builder));
  }
}
