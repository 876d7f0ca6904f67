package org.sparksoftmax.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;
import org.sparksoftmax.train.checkpoint.TrainingListener;

/** Records objective and gradient norm at the start and after each iteration. */
final class History implements TrainingListener {

  private final List<Double> objectives = new ArrayList<>();
  private final List<Double> gradientNorms = new ArrayList<>();

  /**
   * Adds the history of the fit being resumed.
   *
   * @param metrics lines in the format of {@link org.sparksoftmax.train.checkpoint.MetricsFile}
   */
  void resume(byte[] metrics) {
    try (MappingIterator<JsonNode> lines =
        new ObjectMapper().readerFor(JsonNode.class).readValues(metrics)) {
      while (lines.hasNextValue()) {
        JsonNode line = lines.nextValue();
        add(line.get("objective").doubleValue(), line.get("gradientNorm").doubleValue());
      }
    } catch (IOException damaged) {
      throw new IllegalStateException("A checkpoint that is whole has whole metrics", damaged);
    }
  }

  @Override
  public void iteration(
      OptimizerState state,
      double seconds,
      Optional<ClassificationReport> validation,
      Selection selection) {
    add(state.value().objective(), state.value().gradientNorm());
  }

  private void add(double objective, double gradientNorm) {
    objectives.add(objective);
    gradientNorms.add(gradientNorm);
  }

  List<Double> objectives() {
    return List.copyOf(objectives);
  }

  List<Double> gradientNorms() {
    return List.copyOf(gradientNorms);
  }
}
