package org.sparksoftmax.data.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.storage.BlockManagerId;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.data.job.ExecutorGroups.Group;
import scala.Option;

class ExecutorGroupsTest {

  @Test
  void partitionsBelongToTheExecutorThatHoldsThem() {
    List<Group> groups = ExecutorGroups.of(locations("1", "0", "1"), executors("0", "1", "2"));
    assertThat(groups)
        .containsExactly(
            new Group("executor_host_0", 4, List.of(1)),
            new Group("executor_host_1", 4, List.of(0, 2)));
  }

  @Test
  void lostPartitionsGoToTheSmallestGroupsAlsoOfNewExecutors() {
    List<Group> groups =
        ExecutorGroups.of(locations("0", "0", "", "", "", "1"), executors("0", "1", "2"));
    assertThat(groups)
        .containsExactly(
            new Group("executor_host_0", 4, List.of(0, 1)),
            new Group("executor_host_1", 4, List.of(5, 3)),
            new Group("executor_host_2", 4, List.of(2, 4)));
  }

  @Test
  void aPartitionOnSeveralExecutorsBelongsToOne() {
    List<Group> groups = ExecutorGroups.of(locations("0 1", "0 1", "0"), executors("0", "1"));
    assertThat(groups.stream().map(Group::partitions)).containsExactly(List.of(0, 2), List.of(1));
  }

  @Test
  void anExecutorThatSparkHasNotYetListedHasOneThread() {
    assertThat(ExecutorGroups.of(locations("7"), executors()))
        .containsExactly(new Group("executor_host_7", 1, List.of(0)));
  }

  @Test
  void withoutExecutorsTheTaskMayRunAnywhere() {
    assertThat(ExecutorGroups.of(locations("driver", ""), executors()))
        .containsExactly(new Group("", 1, List.of(0, 1)));
  }

  /** One string for each partition: the executors that hold it. */
  private static List<List<BlockManagerId>> locations(String... executors) {
    return Arrays.stream(executors)
        .map(
            ofPartition ->
                Arrays.stream(ofPartition.split(" "))
                    .filter(id -> !id.isEmpty())
                    .map(id -> BlockManagerId.apply(id, "host", 1, Option.empty()))
                    .toList())
        .toList();
  }

  private static Map<String, Group> executors(String... ids) {
    Map<String, Group> groups = new TreeMap<>();
    for (String id : ids) {
      groups.put(id, Group.empty("executor_host_" + id, 4));
    }
    return groups;
  }
}
