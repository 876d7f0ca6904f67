package org.sparksoftmax.data.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.sparksoftmax.data.job.ScalaValues;
import scala.Product;

/** The tables that a query names, with their places in its text. */
final class QueryTables {

  /**
   * A table in a query.
   *
   * @param name the parts of its name
   * @param start the position of its first character in the query
   * @param end the position behind its last character
   */
  record Mention(List<String> name, int start, int end) {}

  private final List<Mention> mentions = new ArrayList<>();
  private final Set<String> namedSubqueries = new HashSet<>();

  /** Whether the plan only reads: Spark runs a command as soon as it is analysed. */
  private boolean changesNothing = true;

  private QueryTables() {}

  /** Looks through a parsed statement. */
  static QueryTables of(LogicalPlan parsed) {
    QueryTables tables = new QueryTables();
    tables.visit(parsed);
    return tables;
  }

  /** Whether the statement is a query, in which nothing drops, writes or sets anything. */
  boolean isQuery() {
    return changesNothing;
  }

  /**
   * Returns the mentions of tables, in the order of the text. Tables whose version the query itself
   * chooses, and subqueries named by {@code WITH}, are not among them.
   */
  List<Mention> mentions() {
    return mentions.stream()
        .filter(
            mention ->
                mention.name().size() > 1
                    || !namedSubqueries.contains(mention.name().get(0).toLowerCase(Locale.ROOT)))
        .distinct()
        .sorted((one, other) -> Integer.compare(one.start(), other.start()))
        .toList();
  }

  private void visit(LogicalPlan plan) {
    changesNothing &= !isCommand(plan);
    if (plan instanceof RelationTimeTravel) {
      return;
    }
    if (plan instanceof UnresolvedRelation table && table.origin().stopIndex().isDefined()) {
      mentions.add(
          new Mention(
              List.copyOf(ScalaValues.asJava(table.multipartIdentifier())),
              (Integer) table.origin().startIndex().get(),
              (Integer) table.origin().stopIndex().get() + 1));
    }
    if (plan instanceof UnresolvedWith with) {
      ScalaValues.asJava(with.cteRelations())
          .forEach(
              subquery -> { // a pair, or a triple since Spark 4.2
                Product relation = (Product) subquery;
                namedSubqueries.add(((String) relation.productElement(0)).toLowerCase(Locale.ROOT));
                visit((LogicalPlan) relation.productElement(1));
              });
    }
    ScalaValues.asJava(plan.expressions()).forEach(this::visit);
    ScalaValues.asJava(plan.children()).forEach(this::visit);
  }

  private static boolean isCommand(LogicalPlan plan) {
    return plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof InsertIntoDir
        || plan.nodeName().contains("ExecuteImmediate"); // of several classes, since Spark 4.0
  }

  private void visit(Expression expression) {
    if (expression instanceof SubqueryExpression subquery) {
      visit(subquery.plan());
    }
    ScalaValues.asJava(expression.children()).forEach(this::visit);
  }
}
