package org.sparksoftmax.train;

/** Rethrows undeclared checked exceptions, such as those of Spark, without wrapping. */
public final class Unchecked {

  private Unchecked() {}

  /** Always throws. The return type lets callers write {@code throw Unchecked.rethrow(t)}. */
  public static RuntimeException rethrow(Throwable thrown) {
    return sneak(thrown);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
