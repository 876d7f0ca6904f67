package org.sparksoftmax.data.job;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * Conversions between the collections of Scala and Java that compile for Scala 2.12 and 2.13. The
 * converters for Java callers exist only in 2.13, and those that are used here only warn there.
 */
@SuppressWarnings("deprecation")
public final class ScalaValues {

  private ScalaValues() {}

  /** A view. */
  public static <T> List<T> asJava(scala.collection.Seq<T> values) {
    return JavaConverters.seqAsJavaList(values);
  }

  /** A view. */
  public static <K, V> Map<K, V> asJava(scala.collection.Map<K, V> values) {
    return JavaConverters.mapAsJavaMap(values);
  }

  /** A view of elements in no particular order. */
  public static <T> Iterable<T> asJava(scala.collection.Iterable<T> values) {
    return JavaConverters.asJavaIterable(values);
  }

  /** A view. */
  public static <T> Iterator<T> asJava(scala.collection.Iterator<T> values) {
    return JavaConverters.asJavaIterator(values);
  }

  public static <T> Optional<T> asJava(Option<T> value) {
    return value.isDefined() ? Optional.of(value.get()) : Optional.empty();
  }

  /** A view. */
  public static <T> scala.collection.Iterator<T> asScala(Iterator<T> values) {
    return JavaConverters.asScalaIterator(values);
  }

  /** A copy, which is a {@code Seq} for both versions of Scala. */
  public static <T> scala.collection.immutable.List<T> asScala(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toList();
  }
}
