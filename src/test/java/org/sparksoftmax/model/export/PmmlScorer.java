package org.sparksoftmax.model.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.jpmml.evaluator.OutputField;
import org.jpmml.model.visitors.VisitorBattery;

/** Runs an exported file in jpmml-evaluator. */
public final class PmmlScorer {

  private final Evaluator evaluator;

  public PmmlScorer(Path file) throws Exception {
    evaluator =
        new LoadingModelEvaluatorBuilder()
            // The default visitors save memory by sharing equal elements, which takes minutes for
            // tens of thousands.
            .setVisitors(new VisitorBattery())
            .setCheckSchema(false) // the schema limits a model to a thousand fields
            .load(file.toFile())
            .build();
    evaluator.verify();
  }

  List<String> inputs() {
    return evaluator.getInputFields().stream().map(field -> field.getName()).toList();
  }

  String target() {
    return evaluator.getTargetFields().get(0).getName();
  }

  List<String> outputs() {
    return evaluator.getOutputFields().stream().map(OutputField::getName).toList();
  }

  /** Scores rows, each given as the values of its fields. */
  public Scores score(List<? extends Map<String, ?>> rows) {
    List<String> labels = new ArrayList<>();
    List<double[]> probabilities = new ArrayList<>();
    for (Map<String, ?> row : rows) {
      Map<String, ?> result = EvaluatorUtil.decodeAll(evaluator.evaluate(row));
      String label = (String) result.get(target());
      if (!label.equals(result.get(outputs().get(0)))) {
        throw new IllegalStateException(target() + " is not the prediction: " + result);
      }
      labels.add(label);
      probabilities.add(
          outputs().stream()
              .skip(1) // the prediction
              .mapToDouble(name -> ((Number) result.get(name)).doubleValue())
              .toArray());
    }
    return new Scores(labels, probabilities.toArray(double[][]::new));
  }
}
