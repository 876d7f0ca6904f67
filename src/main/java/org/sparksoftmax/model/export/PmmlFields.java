package org.sparksoftmax.model.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
import org.sparksoftmax.model.SoftmaxModel;

/** The PMML fields of a linear model, each with a unique name. */
final class PmmlFields {

  private static final String UNNAMED = "feature_";

  private final SoftmaxModel model;
  private final List<String> inputs;

  /** Index of the first feature of each input. */
  private final int[] features;

  private final String target;
  private final List<String> probabilities;

  /** Name of the field for each input minus its centre; the input itself if its centre is 0. */
  private final List<String> centred;

  PmmlFields(SoftmaxModel model) {
    this.model = model;
    this.inputs = inputs(model.schema());
    this.features = new int[inputs.size()];
    for (int i = 1; i < features.length; i++) {
      features[i] = features[i - 1] + Math.max(1, categories(i - 1).size());
    }
    Set<String> taken = new HashSet<>(inputs);
    this.target = free("label", taken);
    this.probabilities =
        model.classes().labels().stream()
            .map(label -> free(String.format(Locale.ROOT, "probability(%s)", label), taken))
            .toList();
    this.centred =
        IntStream.range(0, inputs.size())
            .mapToObj(
                i ->
                    centre(i) == 0
                        ? inputs.get(i)
                        : free(String.format(Locale.ROOT, "centred(%s)", inputs.get(i)), taken))
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

  /** {@code name}, with underscores appended until it is unique. */
  private static String free(String name, Set<String> taken) {
    String free = name;
    while (!taken.add(free)) {
      free += "_";
    }
    return free;
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

  /** Derived fields x − c for all inputs with a centre. */
  LocalTransformations transformations() {
    LocalTransformations transformations = new LocalTransformations();
    for (int i = 0; i < inputs.size(); i++) {
      if (centre(i) != 0) {
        transformations.addDerivedFields(
            new DerivedField(
                centred.get(i),
                OpType.CONTINUOUS,
                DataType.DOUBLE,
                new Apply("-")
                    .addExpressions(
                        new FieldRef(inputs.get(i)),
                        new Constant(centre(i)).setDataType(DataType.DOUBLE))));
      }
    }
    return transformations;
  }

  /** The output field with the probability of class {@code k}. */
  String probability(int k) {
    return probabilities.get(k);
  }

  private List<String> categories(int input) {
    List<InputColumn> columns = model.schema().columns();
    return columns.isEmpty() ? List.of() : columns.get(input).categories();
  }

  /** Declares the label and all inputs with their types. */
  DataDictionary dictionary() {
    List<DataField> fields = new ArrayList<>();
    fields.add(categorical(target, model.classes().labels()));
    for (int i = 0; i < inputs.size(); i++) {
      fields.add(
          categories(i).isEmpty()
              ? new DataField(inputs.get(i), OpType.CONTINUOUS, DataType.DOUBLE)
              : categorical(inputs.get(i), categories(i)));
    }
    return new DataDictionary().addDataFields(fields.toArray(DataField[]::new));
  }

  private static DataField categorical(String name, List<String> values) {
    DataField field = new DataField(name, OpType.CATEGORICAL, DataType.STRING);
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
      if (columns) {
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

  /** Declares the outputs in addition to the label: the probabilities. */
  Output output() {
    List<OutputField> fields = new ArrayList<>();
    for (int k = 0; k < probabilities.size(); k++) {
      fields.add(
          new OutputField(probabilities.get(k), OpType.CONTINUOUS, DataType.DOUBLE)
              .setResultFeature(ResultFeature.PROBABILITY)
              .setValue(model.classes().label(k)));
    }
    return new Output().addOutputFields(fields.toArray(OutputField[]::new));
  }
}
