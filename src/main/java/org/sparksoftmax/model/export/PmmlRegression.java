package org.sparksoftmax.model.export;

import java.util.AbstractList;
import java.util.List;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.regression.CategoricalPredictor;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionTable;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * The coefficient tables of a linear model, created on demand, so that only one exists at a time
 * while the file is written.
 */
final class PmmlRegression extends AbstractList<RegressionTable> {

  private final SoftmaxModel model;
  private final PmmlFields fields;
  private final LayerLayout layer;
  private final double[] parameters;

  private PmmlRegression(SoftmaxModel model, PmmlFields fields) {
    this.model = model;
    this.fields = fields;
    this.layer = model.layout(WeightOrder.CLASS_MAJOR).layer(0);
    this.parameters = model.logitParameters(WeightOrder.CLASS_MAJOR);
  }

  static RegressionModel of(SoftmaxModel model, PmmlFields fields) {
    RegressionModel regression =
        new RegressionModel(
            MiningFunction.CLASSIFICATION, fields.mining(), new PmmlRegression(model, fields));
    if (model.units().isCentred() || model.schema().acceptsMissing()) {
      regression.setLocalTransformations(fields.transformations());
    }
    return regression
        .setAlgorithmName("multinomial logistic regression")
        .setNormalizationMethod(RegressionModel.NormalizationMethod.SOFTMAX)
        .setOutput(fields.output());
  }

  @Override
  public int size() {
    return layer.outputs();
  }

  @Override
  public RegressionTable get(int k) {
    RegressionTable table =
        new RegressionTable(constant(k)).setTargetCategory(model.classes().label(k));
    List<String> inputs = fields.inputs();
    int j = 0;
    for (int i = 0; i < inputs.size(); i++) {
      List<InputColumn> columns = model.schema().columns();
      if (columns.isEmpty() || !columns.get(i).isCategorical()) {
        addNumeric(table, fields.centred(i), weight(k, j++));
        if (fields.indicator(i).isPresent()) {
          addNumeric(table, fields.indicator(i).get(), weight(k, j++));
        }
      } else {
        for (String category : columns.get(i).categories()) {
          addCategory(table, i, category, weight(k, j++));
        }
      }
    }
    return table;
  }

  private static void addNumeric(RegressionTable table, String field, double weight) {
    if (weight != 0) {
      table.getNumericPredictors().add(new NumericPredictor(field, weight));
    }
  }

  private void addCategory(RegressionTable table, int input, String category, double weight) {
    if (category.equals(FeatureSchema.MISSING_CATEGORY) && fields.indicator(input).isPresent()) {
      addNumeric(table, fields.indicator(input).get(), weight);
    } else if (weight != 0) {
      table
          .getCategoricalPredictors()
          .add(
              new CategoricalPredictor(
                  fields.inputs().get(input), fields.category(category), weight));
    }
  }

  /** Constant b′, for the fields minus their centres. */
  private double constant(int k) {
    return layer.hasBiases() ? parameters[layer.biasIndex(k)] : 0;
  }

  private double weight(int k, int j) {
    return parameters[layer.weightIndex(k, j)];
  }
}
