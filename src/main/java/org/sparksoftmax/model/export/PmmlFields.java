package org.sparksoftmax.model.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.DataDictionary;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.LocalTransformations;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Output;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.Value;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.Imputation;
import org.sparksoftmax.model.SoftmaxModel;

/** The PMML fields of a linear model, each with a unique name. */
final class PmmlFields {

  private static final String UNNAMED = "feature_";

  private final SoftmaxModel model;
  private final List<String> inputs;

  /** Index of the first feature of each input. */
  private final int[] features;

  private final String target;
  private final String prediction;
  private final List<String> probabilities;

  /** The field for each input with replacements; the input itself if there are none. */
  private final List<String> filled;

  /** The field for each filled input minus its centre; the filled input if its centre is 0. */
  private final List<String> centred;

  /** The field that is 1 where an input is missing; empty if the model has no such feature. */
  private final List<String> indicators;

  /** The category that stands for a missing one in fields of text, which PMML must name. */
  private final String missingCategory;

  PmmlFields(SoftmaxModel model) {
    this.model = model;
    UniqueNames names = new UniqueNames();
    this.inputs = inputs(model.schema()).stream().map(names::take).toList();
    this.features = new int[inputs.size()];
    for (int i = 1; i < features.length; i++) {
      features[i] = features[i - 1] + (columns().isEmpty() ? 1 : columns().get(i - 1).width());
    }
    this.target = names.take("label");
    this.prediction = names.take("prediction");
    this.probabilities =
        model.classes().labels().stream()
            .map(label -> names.take(String.format(Locale.ROOT, "probability(%s)", label)))
            .toList();
    this.filled = derived("filled(%s)", i -> fill(i).isPresent(), inputs, names);
    this.centred = derived("centred(%s)", i -> centre(i) != 0, filled, names);
    this.indicators =
        IntStream.range(0, inputs.size())
            .mapToObj(
                i ->
                    hasIndicator(i)
                        ? names.take(String.format(Locale.ROOT, "missing(%s)", inputs.get(i)))
                        : "")
            .toList();
    UniqueNames categories = new UniqueNames();
    columns().stream().flatMap(c -> c.categories().stream()).forEach(categories::take);
    this.missingCategory = categories.take("missing");
  }

  /** The names of derived fields where there are such, else of the fields that they derive from. */
  private List<String> derived(
      String form, IntPredicate exists, List<String> from, UniqueNames names) {
    return IntStream.range(0, inputs.size())
        .mapToObj(
            i ->
                exists.test(i)
                    ? names.take(String.format(Locale.ROOT, form, inputs.get(i)))
                    : from.get(i))
        .toList();
  }

  private static List<String> inputs(FeatureSchema schema) {
    if (schema.columns().isEmpty()) {
      return IntStream.range(0, schema.features()).mapToObj(j -> UNNAMED + j).toList();
    }
    return schema.columns().stream()
        .map(column -> schema.columnsNamed() ? column.name() : UNNAMED + column.name())
        .toList();
  }

  /** One input per column, or one per feature for data without columns. */
  List<String> inputs() {
    return inputs;
  }

  String target() {
    return target;
  }

  /** The field to which the weight of a numeric input applies. */
  String centred(int input) {
    return centred.get(input);
  }

  private double centre(int input) {
    return categories(input).isEmpty() ? model.units().centre(features[input]) : 0;
  }

  private Optional<Double> fill(int input) {
    return categories(input).isEmpty() && !columns().isEmpty()
        ? columns().get(input).imputation().map(Imputation::fill)
        : Optional.empty();
  }

  /** Whether a feature is 1 where the input is missing. A missing text is a category instead. */
  private boolean hasIndicator(int input) {
    return !columns().isEmpty()
        && (columns().get(input).hasIndicator()
            || (hasNumericCategories(input)
                && categories(input).contains(FeatureSchema.MISSING_CATEGORY)));
  }

  /** Whether an input is a categorical field of numbers. */
  private boolean hasNumericCategories(int input) {
    return !columns().isEmpty() && CategoryValues.of(columns().get(input)).isPresent();
  }

  /** The field that is 1 where an input is missing, if the model has such a feature. */
  Optional<String> indicator(int input) {
    return Optional.of(indicators.get(input)).filter(name -> !name.isEmpty());
  }

  /** The category of an input in the file. */
  String category(String category) {
    return category.equals(FeatureSchema.MISSING_CATEGORY) ? missingCategory : category;
  }

  /** The derived fields: replacements of missing values, indicators, and x − c for a centre c. */
  LocalTransformations transformations() {
    LocalTransformations transformations = new LocalTransformations();
    for (int i = 0; i < inputs.size(); i++) {
      FieldRef input = new FieldRef(inputs.get(i));
      Apply isMissing = new Apply("isMissing").addExpressions(input);
      Optional<Double> fill = fill(i);
      if (fill.isPresent()) {
        Apply filling = new Apply("if").addExpressions(isMissing, constant(fill.get()), input);
        transformations.addDerivedFields(derived(filled.get(i), filling));
      }
      if (hasIndicator(i)) {
        Apply flag = new Apply("if").addExpressions(isMissing, constant(1), constant(0));
        transformations.addDerivedFields(derived(indicators.get(i), flag));
      }
      if (centre(i) != 0) {
        Apply difference =
            new Apply("-").addExpressions(new FieldRef(filled.get(i)), constant(centre(i)));
        transformations.addDerivedFields(derived(centred.get(i), difference));
      }
    }
    return transformations;
  }

  private static DerivedField derived(String name, Apply value) {
    return new DerivedField(name, OpType.CONTINUOUS, DataType.DOUBLE, value);
  }

  private static Constant constant(double value) {
    return new Constant(value).setDataType(DataType.DOUBLE);
  }

  /** The output field with the predicted label. */
  String prediction() {
    return prediction;
  }

  /** The output field with the probability of class {@code k}. */
  String probability(int k) {
    return probabilities.get(k);
  }

  private List<InputColumn> columns() {
    return model.schema().columns();
  }

  private List<String> categories(int input) {
    return columns().isEmpty() ? List.of() : columns().get(input).categories();
  }

  /** Declares the label and all inputs with their types. */
  DataDictionary dictionary() {
    List<DataField> fields = new ArrayList<>();
    fields.add(categorical(target, DataType.STRING, model.classes().labels()));
    for (int i = 0; i < inputs.size(); i++) {
      fields.add(field(i));
    }
    return new DataDictionary().addDataFields(fields.toArray(DataField[]::new));
  }

  private DataField field(int input) {
    if (categories(input).isEmpty()) {
      return new DataField(inputs.get(input), OpType.CONTINUOUS, DataType.DOUBLE);
    }
    if (!hasNumericCategories(input)) {
      List<String> values = categories(input).stream().map(this::category).toList();
      return categorical(inputs.get(input), DataType.STRING, values);
    }
    List<String> numbers =
        categories(input).stream()
            .filter(category -> !category.equals(FeatureSchema.MISSING_CATEGORY))
            .toList();
    return categorical(inputs.get(input), DataType.DOUBLE, numbers);
  }

  private static DataField categorical(String name, DataType type, List<String> values) {
    DataField field = new DataField(name, OpType.CATEGORICAL, type);
    values.forEach(value -> field.addValues(new Value(value)));
    return field;
  }

  /** Declares which fields a scorer reads and how it treats missing and invalid values. */
  MiningSchema mining() {
    List<MiningField> fields = new ArrayList<>();
    fields.add(new MiningField(target).setUsageType(MiningField.UsageType.TARGET));
    boolean columns = !model.schema().columns().isEmpty();
    for (int i = 0; i < inputs.size(); i++) {
      MiningField field = new MiningField(inputs.get(i));
      if (columns && columns().get(i).imputation().isPresent()) {
        if (!categories(i).isEmpty() && !hasNumericCategories(i)) {
          field.setMissingValueReplacement(missingCategory);
        }
      } else if (columns) {
        field.setMissingValueTreatment(MissingValueTreatmentMethod.RETURN_INVALID);
      } else {
        field.setMissingValueReplacement(0);
      }
      if (!categories(i).isEmpty()) {
        field.setInvalidValueTreatment(InvalidValueTreatmentMethod.AS_IS);
      }
      fields.add(field);
    }
    return new MiningSchema().addMiningFields(fields.toArray(MiningField[]::new));
  }

  /**
   * Declares the outputs: the predicted label, which some scorers return only as an output, and the
   * probabilities.
   */
  Output output() {
    List<OutputField> fields = new ArrayList<>();
    fields.add(
        new OutputField(prediction, OpType.CATEGORICAL, DataType.STRING)
            .setResultFeature(ResultFeature.PREDICTED_VALUE));
    for (int k = 0; k < probabilities.size(); k++) {
      fields.add(
          new OutputField(probabilities.get(k), OpType.CONTINUOUS, DataType.DOUBLE)
              .setResultFeature(ResultFeature.PROBABILITY)
              .setValue(model.classes().label(k)));
    }
    return new Output().addOutputFields(fields.toArray(OutputField[]::new));
  }
}
