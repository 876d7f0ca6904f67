package org.sparksoftmax.sql;

import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import scala.runtime.AbstractFunction1;

/**
 * Scores a row. Two of them are equal if they give the same scores, so that Spark computes equal
 * calls once and recognises cached tables.
 */
final class ScoreRow extends AbstractFunction1<Object, Object> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Score score;
  private final ModelInput input;
  private final SoftmaxClassificationModel model;

  /** The classes, which the model only has on the driver. */
  private final String[] labels;

  private final String checksum;

  ScoreRow(Score score, ModelInput input, ModelCache.Loaded loaded) {
    this.score = score;
    this.input = input;
    this.model = loaded.model();
    this.labels = loaded.model().labels();
    this.checksum = loaded.checksum();
  }

  /**
   * Returns the score.
   *
   * @param argument what {@link ModelInput} takes; may be null
   * @return null if the row cannot be scored
   */
  @Override
  public Object apply(Object argument) {
    Vector features = argument == null ? null : input.features(argument);
    return features == null ? null : score.of(model, labels, features);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreRow row
        && score == row.score
        && checksum.equals(row.checksum)
        && input.equals(row.input);
  }

  @Override
  public int hashCode() {
    return checksum.hashCode();
  }
}
