package org.sparksoftmax.export;

import java.util.AbstractList;
import java.util.List;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.regression.CategoricalPredictor;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionTable;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.LayerLayout;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * The tables of coefficients of a linear model, made when they are asked for: while they are
 * written, one of them is there at a time.
 */
final class PmmlRegression extends AbstractList<RegressionTable> {

  private final SoftmaxModel model;
  private final List<String> inputs;
  private final LayerLayout layer;
  private final double[] parameters;

  private PmmlRegression(SoftmaxModel model, List<String> inputs) {
    this.model = model;
    this.inputs = inputs;
    this.layer = model.layout(WeightOrder.CLASS_MAJOR).layer(0);
    this.parameters = model.logitParameters(WeightOrder.CLASS_MAJOR);
  }

  static RegressionModel of(SoftmaxModel model, PmmlFields fields) {
    return new RegressionModel(
            MiningFunction.CLASSIFICATION,
            fields.mining(),
            new PmmlRegression(model, fields.inputs()))
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
    double intercept = layer.hasBiases() ? parameters[layer.biasIndex(k)] : 0;
    RegressionTable table =
        new RegressionTable(intercept).setTargetCategory(model.classes().label(k));
    int j = 0;
    for (int i = 0; i < inputs.size(); i++) {
      List<InputColumn> columns = model.schema().columns();
      if (columns.isEmpty() || columns.get(i).categories().isEmpty()) {
        double weight = weight(k, j++);
        if (weight != 0) {
          table.getNumericPredictors().add(new NumericPredictor(inputs.get(i), weight));
        }
      } else {
        for (String category : columns.get(i).categories()) {
          double weight = weight(k, j++);
          if (weight != 0) {
            table
                .getCategoricalPredictors()
                .add(new CategoricalPredictor(inputs.get(i), category, weight));
          }
        }
      }
    }
    return table;
  }

  private double weight(int k, int j) {
    return parameters[layer.weightIndex(k, j)];
  }
}
