package org.sparksoftmax.data.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PartitionJobIT {

  private static final int PARTITIONS = 20;

  private static SparkSession spark;
  private static JavaRDD<Integer> numbers;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
    numbers =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, 100).boxed().toList(), PARTITIONS);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static PartitionJob.OfPartition<Integer, List<Integer>> elements() {
    return elements -> {
      List<Integer> list = new ArrayList<>();
      elements.forEachRemaining(list::add);
      return list;
    };
  }

  @Test
  void valuesAreCollectedInTheOrderOfPartitions() {
    List<List<Integer>> parts = PartitionJob.collect(numbers, elements());
    assertThat(parts).hasSize(PARTITIONS).allMatch(part -> part.size() == 5);
    assertThat(PartitionJob.collectAll(numbers, elements())).isEqualTo(numbers.collect());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void valuesAreMergedWithAnyDepth(int depth) {
    List<Integer> all =
        PartitionJob.reduce(
            numbers,
            elements(),
            (one, other) -> {
              one.addAll(other);
              return one;
            },
            depth);
    Collections.sort(all);
    assertThat(all).isEqualTo(numbers.collect());
  }

  @Test
  void aMergeThatFailsEndsTheJob() {
    PartitionJob.Merge<List<Integer>> failing =
        (one, other) -> {
          throw new OutOfMemoryError("no room for the sum");
        };
    assertThatThrownBy(() -> PartitionJob.reduce(numbers, elements(), failing, 1))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("no room for the sum");
    assertThat(PartitionJob.collectAll(numbers, elements())).hasSize(100);
  }

  @Test
  void aTaskThatFailsEndsTheJob() {
    assertThatThrownBy(
            () ->
                PartitionJob.collect(
                    numbers,
                    elements -> {
                      throw new IllegalStateException("bad partition");
                    }))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("bad partition");
  }

  @Test
  void withoutPartitionsThereIsNothingToMerge() {
    JavaRDD<Integer> none =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).<Integer>emptyRDD();
    assertThat(PartitionJob.collect(none, elements())).isEmpty();
    assertThatThrownBy(() -> PartitionJob.reduce(none, elements(), (one, other) -> one, 1))
        .hasMessage("Cannot reduce an RDD without partitions");
  }
}
