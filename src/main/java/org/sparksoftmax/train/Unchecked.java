package org.sparksoftmax.train;

/** Throws what is not declared, such as the exceptions of Spark, as it is. */
public final class Unchecked {

  private Unchecked() {}

  /** Never returns; its type lets callers write {@code throw Unchecked.rethrow(t)}. */
  public static RuntimeException rethrow(Throwable thrown) {
    return sneak(thrown);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
