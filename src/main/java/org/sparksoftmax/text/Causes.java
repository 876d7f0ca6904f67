package org.sparksoftmax.text;

import java.util.Objects;
import java.util.stream.Stream;

/** The causes of exceptions. */
public final class Causes {

  private Causes() {}

  /** An exception, its cause, the cause of that, and so on. */
  public static Stream<Throwable> of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
  }
}
