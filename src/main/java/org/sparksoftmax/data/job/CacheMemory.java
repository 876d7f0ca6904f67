package org.sparksoftmax.data.job;

import java.util.List;
import org.apache.spark.SparkContext;
import scala.Tuple2;

/**
 * The memory of a process for cached blocks, in bytes.
 *
 * @param most all of it
 * @param free what is left
 */
public record CacheMemory(long most, long free) {

  /** The memory of each executor and of the driver. */
  public static List<CacheMemory> of(SparkContext context) {
    return ScalaValues.asJava(context.getExecutorMemoryStatus()).values().stream()
        .map(memory -> (Tuple2<?, ?>) memory)
        .map(memory -> new CacheMemory((Long) memory._1(), (Long) memory._2()))
        .toList();
  }
}
