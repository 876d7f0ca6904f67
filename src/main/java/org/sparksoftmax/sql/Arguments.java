package org.sparksoftmax.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.table.CellText;
import org.sparksoftmax.data.table.ModelRows;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.text.Count;
import scala.Function2;

/**
 * The arguments of a call after the path.
 *
 * @param path that of the model, for messages
 */
record Arguments(String path, List<Expression> given) {

  private static final int SHOWN = 10;

  /**
   * Arguments that fit a model.
   *
   * @param argument the expression whose value {@code input} takes
   */
  record Bound(Expression argument, ModelInput input) {}

  /**
   * A column by its name.
   *
   * @param name empty if it has none
   */
  private record Named(String name, DataType type) {

    static Named of(Expression expression) {
      String name =
          expression instanceof NamedArgumentExpression argument
              ? argument.key()
              : expression instanceof NamedExpression named
                  ? named.name()
                  : expression instanceof GetStructField field ? field.extractFieldName() : "";
      return new Named(name, expression.dataType());
    }
  }

  /**
   * Matches the arguments with the input of a model.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  Bound to(SoftmaxClassificationModel model) {
    FeatureSchema schema = model.softmaxModel().schema();
    if (given.isEmpty()) {
      throw new IllegalArgumentException("No columns behind the path; " + expected(schema));
    }
    Expression only = given.size() == 1 ? value(given.get(0)) : null;
    if (only instanceof CreateNamedStruct struct) {
      return new Arguments(path, fields(struct)).columns(schema);
    }
    if (only != null && only.dataType() instanceof StructType struct) {
      List<Named> fields =
          Stream.of(struct.fields()).map(f -> new Named(f.name(), f.dataType())).toList();
      return new Bound(only, input(schema, matches(schema, fields)));
    }
    if (only != null && CellText.holdsNumbers(only.dataType()) && !isColumnOf(schema)) {
      return entries(schema, only);
    }
    return columns(schema);
  }

  /** The fields, each as an expression with a name. */
  private static List<Expression> fields(CreateNamedStruct struct) {
    List<Object> names = ScalaValues.asJava(struct.names());
    List<Expression> values = ScalaValues.asJava(struct.valExprs());
    return IntStream.range(0, names.size())
        .<Expression>mapToObj(
            i -> new NamedArgumentExpression(names.get(i).toString(), values.get(i)))
        .toList();
  }

  private static Expression value(Expression expression) {
    return expression instanceof NamedArgumentExpression argument
        ? argument.value()
        : expression instanceof Alias alias ? alias.child() : expression;
  }

  /** Whether the only argument is a column of the model, rather than all its features. */
  private boolean isColumnOf(FeatureSchema schema) {
    String name = Named.of(given.get(0)).name();
    return schema.columns().stream()
        .anyMatch(
            column ->
                (boolean) SQLConf.get().resolver().apply(column.column(), name)
                    && ModelRows.misfit(column, given.get(0).dataType()).isEmpty());
  }

  private Bound entries(FeatureSchema schema, Expression vector) {
    if (schema.hasCategories()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is one vector; %s", given.get(0).sql(), expected(schema)));
    }
    int size = sizeOf(vector);
    if (size >= 0 && size != schema.features()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %s; %s",
              given.get(0).sql(),
              Count.of(size, "feature"),
              expected(schema)));
    }
    return new Bound(vector, new ModelInput.Entries(schema.features(), schema.acceptsMissing()));
  }

  /** The size of vectors according to the metadata of their column; −1 if it is unknown. */
  private static int sizeOf(Expression vector) {
    return vector.dataType().equals(SQLDataTypes.VectorType())
            && vector instanceof NamedExpression column
        ? AttributeGroup.fromStructField(
                new StructField(column.name(), vector.dataType(), true, column.metadata()))
            .size()
        : -1;
  }

  /** Takes the columns of the model from the arguments, and ignores the others. */
  private Bound columns(FeatureSchema schema) {
    List<Named> named = given.stream().map(Named::of).toList();
    List<Integer> matches = matches(schema, named);
    List<String> names = ModelRows.columns(schema);
    List<Expression> fields = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      fields.add(Literal.create(names.get(j), DataTypes.StringType));
      fields.add(value(given.get(matches.get(j))));
    }
    List<Integer> inOrder = IntStream.range(0, names.size()).boxed().toList();
    return new Bound(new CreateNamedStruct(ScalaValues.asScala(fields)), input(schema, inOrder));
  }

  private static ModelInput input(FeatureSchema schema, List<Integer> positions) {
    return new ModelInput.Columns(new ModelRows(schema), positions);
  }

  /** The position of each column of the model. */
  private List<Integer> matches(FeatureSchema schema, List<Named> named) {
    List<String> names = ModelRows.columns(schema);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s given; %s", Count.of(named.size(), "column"), expected(schema)));
    }
    List<Integer> matches =
        isNumbered(names)
            ? inOrder(schema, names, named)
            : names.stream().map(name -> match(schema, name, named)).toList();
    for (InputColumn column : schema.columns()) {
      Named found = named.get(matches.get(names.indexOf(column.column())));
      ModelRows.misfit(column, found.type())
          .ifPresent(
              needed -> {
                throw new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "The column %s is %s, where the model in %s needs %s",
                        column.column(),
                        found.type().simpleString(),
                        path,
                        needed));
              });
    }
    return matches;
  }

  /** Whether the columns are those of a file without a header, which only have positions. */
  private static boolean isNumbered(List<String> names) {
    return names.stream().allMatch(name -> name.matches("[0-9]{1,9}"));
  }

  private List<Integer> inOrder(FeatureSchema schema, List<String> names, List<Named> named) {
    if (named.size() != names.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s given; %s", Count.of(named.size(), "column"), expected(schema)));
    }
    return IntStream.range(0, names.size()).boxed().toList();
  }

  private int match(FeatureSchema schema, String name, List<Named> named) {
    Function2<String, String, Object> resolver = SQLConf.get().resolver();
    int[] exact =
        IntStream.range(0, named.size()).filter(i -> named.get(i).name().equals(name)).toArray();
    int[] found =
        exact.length == 1
            ? exact
            : IntStream.range(0, named.size())
                .filter(i -> (boolean) resolver.apply(named.get(i).name(), name))
                .toArray();
    if (found.length == 1) {
      return found[0];
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            found.length == 0
                ? "There is no column %s among %s; %s"
                : "Two columns are %s in %s; %s",
            name,
            shown(named.stream().map(Named::name).map(n -> n.isEmpty() ? "(no name)" : n).toList()),
            expected(schema)));
  }

  /** What the model needs, and how it is passed. */
  private String expected(FeatureSchema schema) {
    List<String> names = ModelRows.columns(schema);
    if (names.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "the model in %s needs one vector or array of its %s",
          path,
          Count.of(schema.features(), "feature"));
    }
    return isNumbered(names)
        ? String.format(
            Locale.ROOT,
            "the model in %s needs %s in the order of the file that it was trained on",
            path,
            Count.of(names.size(), "column"))
        : String.format(
            Locale.ROOT,
            "the model in %s needs the columns %s, as columns of these names or as name => expression",
            path,
            shown(names));
  }

  private static String shown(List<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? String.format(Locale.ROOT, ", ... (%d)", names.size()) : "");
  }
}
