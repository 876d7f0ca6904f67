package org.sparksoftmax.ml;

/** Thrown when training ends without a usable result. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SoftmaxClassificationModel lastGoodModel;

  TrainingFailedException(String message, SoftmaxClassificationModel lastGoodModel) {
    super(message);
    this.lastGoodModel = lastGoodModel;
  }

  /** The model of the last iteration whose objective and gradient were finite. */
  public SoftmaxClassificationModel lastGoodModel() {
    return lastGoodModel;
  }
}
