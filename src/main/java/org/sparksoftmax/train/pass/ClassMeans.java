package org.sparksoftmax.train.pass;

import java.util.Arrays;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.evaluate.FeatureMeans;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;

/**
 * Computes the means of the features over all rows and over the rows of each class. The latter are
 * derived from the gradient of the mean loss at W = 0, where p = 1/K, so that they are
 * bit-identical for any partitioning:
 *
 * <pre>∂L/∂W_kj = Σᵢ wᵢ (1/K − tᵢₖ) xᵢⱼ / Σ w = m_j / K − (W_k / Σ w) m_kj,   W_k = Σᵢ wᵢ tᵢₖ</pre>
 */
public final class ClassMeans {

  private ClassMeans() {}

  /**
   * Computes the means, in three Spark jobs.
   *
   * @param layout the layout of a linear model
   * @param units the units of the features in the blocks; the means refer to raw features
   */
  public static FeatureMeans of(DataSet data, ParameterLayout layout, FeatureUnits units) {
    FeatureScaling centred = Standardizer.centred(data, Targets.PLAIN, 1);
    double[] weightSums = data.classWeightSums(layout.classes());
    double total = Arrays.stream(weightSums).sum();
    SoftmaxObjective loss =
        SparkSums.objective(data, layout, new L2Regularizer(0, layout.weightCount()), 1);
    double[] gradient =
        JobDescription.during(
                data.context(),
                "means of the features by class",
                () -> loss.evaluate(new double[layout.dimension()]))
            .gradient();
    double[] overall = new double[layout.features()];
    double[][] byClass = new double[layout.classes()][layout.features()];
    for (int j = 0; j < overall.length; j++) {
      overall[j] = centred.mean(j);
      for (int k = 0; k < byClass.length; k++) {
        byClass[k][j] =
            (overall[j] / byClass.length - gradient[layout.weightIndex(k, j)])
                * (total / weightSums[k]);
        byClass[k][j] += units.centre(j);
      }
      overall[j] += units.centre(j);
    }
    return new FeatureMeans(overall, byClass);
  }
}
