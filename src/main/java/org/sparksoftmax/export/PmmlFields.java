package org.sparksoftmax.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dmg.pmml.DataDictionary;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.InvalidValueTreatmentMethod;
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

/** The fields of a linear model in PMML, each under a name of its own. */
final class PmmlFields {

  private static final String UNNAMED = "feature_";

  private final SoftmaxModel model;
  private final List<String> inputs;
  private final String target;
  private final List<String> probabilities;

  PmmlFields(SoftmaxModel model) {
    this.model = model;
    this.inputs = inputs(model.schema());
    Set<String> taken = new HashSet<>(inputs);
    this.target = free("label", taken);
    this.probabilities =
        model.classes().labels().stream()
            .map(label -> free("probability(%s)".formatted(label), taken))
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

  /** {@code name}, or with underscores behind it what nothing else is called. */
  private static String free(String name, Set<String> taken) {
    String free = name;
    while (!taken.add(free)) {
      free += "_";
    }
    return free;
  }

  /** One a column, or one a feature of data without columns. */
  List<String> inputs() {
    return inputs;
  }

  String target() {
    return target;
  }

  /** The output that is the probability of class {@code k}. */
  String probability(int k) {
    return probabilities.get(k);
  }

  private List<String> categories(int input) {
    List<InputColumn> columns = model.schema().columns();
    return columns.isEmpty() ? List.of() : columns.get(input).categories();
  }

  /** What they are. */
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

  /** What is asked of a row. */
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

  /** What a scorer says beside the label. */
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
