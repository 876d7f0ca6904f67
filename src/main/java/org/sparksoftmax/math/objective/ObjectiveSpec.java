package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.List;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.regularize.Regularizer;

/**
 * Everything that defines an objective except its examples.
 *
 * @param layout layout of θ̂
 * @param regularizer the penalty on θ̂
 * @param scaling the scaling of the features that θ̂ refers to
 * @param coordinates φ, the coordinates that an optimiser works in
 * @param targets targets of the rows
 * @param dropoutRate share of the units of each hidden layer that a step omits
 * @param rounding rounding of the full data; null to compute it from the rows at hand
 */
public record ObjectiveSpec(
    ParameterLayout layout,
    Regularizer regularizer,
    FeatureScaling scaling,
    Coordinates coordinates,
    Targets targets,
    double dropoutRate,
    Rounding rounding)
    implements Serializable {

  /** Creates a specification in the coordinates of θ̂ itself. */
  public ObjectiveSpec(
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets,
      double dropoutRate) {
    this(layout, regularizer, scaling, Coordinates.IDENTITY, targets, dropoutRate, null);
  }

  /** The same specification with the rounding of its data. */
  ObjectiveSpec withRounding(Rounding ofData) {
    return new ObjectiveSpec(
        layout, regularizer, scaling, coordinates, targets, dropoutRate, ofData);
  }

  /** θ for the features as stored, computed from φ. */
  public double[] storedParameters(double[] ofOptimizer) {
    return scaling.rawParameters(layout, coordinates.parameters(layout, ofOptimizer));
  }

  /** The layout of θ for the features as stored. */
  public ParameterLayout storedLayout() {
    return scaling.storedLayout(layout);
  }

  /** A specification with plain labels and without dropout. */
  public static ObjectiveSpec plain(
      ParameterLayout layout, Regularizer regularizer, FeatureScaling scaling) {
    return new ObjectiveSpec(layout, regularizer, scaling, Targets.PLAIN, 0);
  }

  /**
   * The objective over some blocks.
   *
   * @param magnitudes column magnitudes of these blocks or of a superset
   */
  public SoftmaxObjective over(List<ExampleBlock> blocks, ColumnMagnitudes magnitudes) {
    return SoftmaxObjective.over(blocks, this, magnitudes);
  }
}
