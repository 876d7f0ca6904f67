package org.sparksoftmax.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.data.table.FrameInput;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.text.Names;
import scala.Option;

/** Interprets the columns of a DataFrame according to the parameters and the ML attributes. */
final class Frames {

  private final SoftmaxClassifierParams params;
  private final ConfigOfParams config;
  private final String featuresCol;
  private final String labelCol;

  Frames(SoftmaxClassifierParams params, String featuresCol, String labelCol) {
    this.params = params;
    this.config = new ConfigOfParams(params);
    this.featuresCol = featuresCol;
    this.labelCol = labelCol;
  }

  /** Whether rows have target probabilities instead of labels. */
  boolean soft() {
    return config.isNamed(params.softLabelCol());
  }

  /** The input for training. */
  FrameInput training(Dataset<?> dataset) {
    return input(dataset, config.named(params.validationIndicatorCol()), classes(dataset.schema()));
  }

  /** The input for evaluating a model of {@code classes}. */
  FrameInput evaluation(Dataset<?> dataset, LabelIndex classes) {
    return input(dataset, Optional.empty(), Optional.of(classes));
  }

  private FrameInput input(
      Dataset<?> dataset, Optional<String> validation, Optional<LabelIndex> classes) {
    return new FrameInput(
        dataset.toDF(),
        featuresCol,
        featureNames(dataset.schema()),
        soft() ? Optional.empty() : Optional.of(labelCol),
        config.named(params.weightCol()),
        config.named(params.softLabelCol()),
        validation,
        classes);
  }

  /**
   * The class names in the metadata of the labels or of the target probabilities. A label that is
   * the only one gets a counterpart, because there are at least two classes.
   */
  Optional<LabelIndex> classes(StructType schema) {
    List<String> names =
        soft()
            ? attributeNames(field(schema, params.getSoftLabelCol()))
            : atLeastTwo(labels(Attribute.fromStructField(field(schema, labelCol))));
    return names.isEmpty() ? Optional.empty() : Optional.of(LabelIndex.inGivenOrder(names));
  }

  private static List<String> atLeastTwo(List<String> names) {
    return names.size() == 1 ? List.of(names.get(0), "not " + names.get(0)) : names;
  }

  private static List<String> labels(Attribute attribute) {
    if (attribute instanceof NominalAttribute nominal) {
      Optional<Object> count = ScalaValues.asJava(nominal.getNumValues());
      return count.map(n -> orNumbers(nominal.values(), (int) n)).orElse(List.of());
    }
    if (attribute instanceof BinaryAttribute binary) {
      return orNumbers(binary.values(), 2);
    }
    return List.of();
  }

  private static List<String> orNumbers(Option<String[]> names, int count) {
    return ScalaValues.asJava(names)
        .map(List::of)
        .orElseGet(() -> IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  /** The names of the features, if they are complete and distinct. */
  List<String> featureNames(StructType schema) {
    return attributeNames(field(schema, featuresCol));
  }

  /** The number of features in the metadata, if there is one. */
  OptionalInt features(StructType schema) {
    int size = AttributeGroup.fromStructField(field(schema, featuresCol)).size();
    return size < 0 ? OptionalInt.empty() : OptionalInt.of(size);
  }

  /**
   * The column of a name that may be in another case, in backticks, or that of a field of a struct,
   * as the session resolves it.
   */
  private static StructField field(StructType schema, String name) {
    return SparkInternals.column(schema, name)
        .orElseThrow(() -> new IllegalArgumentException("There is no column " + name));
  }

  private static List<String> attributeNames(StructField field) {
    if (!field.dataType().equals(SQLDataTypes.VectorType())) {
      return List.of();
    }
    Attribute[] attributes =
        ScalaValues.asJava(AttributeGroup.fromStructField(field).attributes())
            .orElse(new Attribute[0]);
    List<String> names =
        Arrays.stream(attributes)
            .flatMap(attribute -> ScalaValues.asJava(attribute.name()).stream())
            .distinct()
            .toList();
    return names.size() == attributes.length ? names : List.of();
  }

  /**
   * Checks the training columns that are specific to this classifier.
   *
   * @throws IllegalArgumentException if a column is missing or has another type
   */
  void requireTraining(StructType schema) {
    requireFeatures(schema);
    if (!soft()) {
      require(
          schema,
          "labelCol",
          labelCol,
          "a number: a StringIndexer numbers classes",
          NumericType.class::isInstance);
    }
    requireEvaluation(schema);
    require(schema, params.validationIndicatorCol(), "boolean", BooleanType.class::isInstance);
  }

  /** Checks the features, also before a model is applied. */
  void requireFeatures(StructType schema) {
    require(
        schema,
        "featuresCol",
        featuresCol,
        "a vector: a VectorAssembler or array_to_vector makes one",
        SQLDataTypes.VectorType()::equals);
  }

  /** Checks the columns for evaluation. */
  void requireEvaluation(StructType schema) {
    require(schema, params.weightCol(), "a number", type -> type instanceof NumericType);
    require(
        schema,
        params.softLabelCol(),
        "a vector, or an array of numbers",
        type ->
            type.equals(SQLDataTypes.VectorType())
                || (type instanceof ArrayType array && array.elementType() instanceof NumericType));
  }

  private void require(
      StructType schema, Param<String> param, String expected, Predicate<DataType> isExpected) {
    config
        .named(param)
        .ifPresent(column -> require(schema, param.name(), column, expected, isExpected));
  }

  private static void require(
      StructType schema,
      String param,
      String column,
      String expected,
      Predicate<DataType> isExpected) {
    String value = String.format(Locale.ROOT, "Invalid %s = %s: ", param, column);
    if (SparkInternals.column(schema, column).isEmpty()) {
      List<String> columns = List.of(schema.fieldNames());
      String remedy = columns.contains(column) ? ": a name with dots needs backticks" : "";
      throw new IllegalArgumentException(
          value + "there is no such column among " + Names.inBrackets(columns) + remedy);
    }
    DataType found = field(schema, column).dataType();
    if (!isExpected.test(found)) {
      throw new IllegalArgumentException(
          value
              + String.format(
                  Locale.ROOT, "the column is %s, expected %s", found.simpleString(), expected));
    }
  }
}
