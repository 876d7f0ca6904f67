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
 * The objective without its examples.
 *
 * @param layout of θ̂
 * @param regularizer the penalty on θ̂
 * @param scaling of the features that θ̂ refers to
 * @param coordinates φ, those of the optimiser
 * @param targets of the rows
 * @param dropoutRate the share of the units of each hidden layer that a step omits
 * @param rounding of the whole data; null to derive it from the given rows
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

  /** In the coordinates of θ̂ itself. */
  public ObjectiveSpec(
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets,
      double dropoutRate) {
    this(layout, regularizer, scaling, Coordinates.IDENTITY, targets, dropoutRate, null);
  }

  /** The same objective, over data that rounds in this way. */
  ObjectiveSpec withRounding(Rounding ofData) {
    return new ObjectiveSpec(
        layout, regularizer, scaling, coordinates, targets, dropoutRate, ofData);
  }

  /** θ for the features as stored, from φ. */
  public double[] storedParameters(double[] ofOptimizer) {
    return scaling.rawParameters(layout, coordinates.parameters(layout, ofOptimizer));
  }

  /** The layout of θ for the features as stored. */
  public ParameterLayout storedLayout() {
    return scaling.storedLayout(layout);
  }

  /** For plain labels, without dropout. */
  public static ObjectiveSpec plain(
      ParameterLayout layout, Regularizer regularizer, FeatureScaling scaling) {
    return new ObjectiveSpec(layout, regularizer, scaling, Targets.PLAIN, 0);
  }

  /**
   * The objective over some blocks.
   *
   * @param magnitudes of these blocks, or of more
   */
  public SoftmaxObjective over(List<ExampleBlock> blocks, ColumnMagnitudes magnitudes) {
    return SoftmaxObjective.over(blocks, this, magnitudes);
  }
}
