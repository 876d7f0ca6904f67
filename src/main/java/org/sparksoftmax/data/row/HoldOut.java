package org.sparksoftmax.data.row;

import java.io.Serializable;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Assigns rows to training, validation and test by a hash of their position in the files.
 *
 * @param validation fraction of the rows held out for validation
 * @param test fraction of the rows held out for the test
 */
public record HoldOut(double validation, double test, long seed) implements Serializable {

  public static final HoldOut NONE = new HoldOut(0, 0, 0);

  public SplitRole role(int split, long row) {
    if (validation == 0 && test == 0) {
      return SplitRole.TRAIN;
    }
    double unit = Hashing.toUnit(Hashing.mix(Hashing.mix(seed, split), row));
    if (unit < test) {
      return SplitRole.TEST;
    }
    return unit < test + validation ? SplitRole.VALIDATION : SplitRole.TRAIN;
  }
}
