package org.sparksoftmax.data.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/**
 * The partitions of cached RDDs, numbered one RDD after the other and grouped by the executor that
 * holds them. A partition that was lost joins the smallest group, which may be that of an executor
 * that holds nothing yet.
 *
 * @param groups the groups, each with at least one partition
 */
record ExecutorGroups(List<Group> groups) implements PartitionCoalescer, ScalaSerializable {
  private static final long serialVersionUID = 1L;

  /**
   * The partitions of one executor.
   *
   * @param location the preferred location of a task, as Spark writes it; empty for none
   * @param threads the number of cores of the executor
   * @param partitions the indices of the partitions
   */
  record Group(String location, int threads, List<Integer> partitions) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Group empty(String location, int threads) {
      return new Group(location, Math.max(1, threads), new ArrayList<>());
    }

    int size() {
      return partitions.size();
    }
  }

  /** Groups the partitions by their current locations. */
  static ExecutorGroups of(List<? extends JavaRDD<?>> cached) {
    SparkContext context = cached.get(0).context();
    if (context.isLocal()) {
      Group all = Group.empty("", cores(context));
      int partitions = cached.stream().mapToInt(JavaRDD::getNumPartitions).sum();
      IntStream.range(0, partitions).forEach(all.partitions()::add);
      return new ExecutorGroups(List.of(all));
    }
    Map<String, Group> groups = new TreeMap<>();
    for (ExecutorSummary executor : active(context)) {
      if (executor.totalCores() > 0) { // the driver has none
        String host = executor.hostPort().replaceFirst(":\\d+$", "");
        String location = location(host, executor.id());
        groups.put(executor.id(), Group.empty(location, executor.totalCores()));
      }
    }
    return new ExecutorGroups(of(locations(cached), groups));
  }

  /**
   * Assigns the partitions to groups.
   *
   * @param locations the executors that hold each partition
   * @param groups an empty group for each executor; those without partitions are left out
   */
  static List<Group> of(List<List<BlockManagerId>> locations, Map<String, Group> groups) {
    List<Integer> lost = new ArrayList<>();
    for (int p = 0; p < locations.size(); p++) {
      List<Group> holders =
          locations.get(p).stream()
              .filter(holder -> !holder.isDriver())
              .map(
                  holder ->
                      groups.computeIfAbsent(
                          holder.executorId(), id -> Group.empty(location(holder.host(), id), 1)))
              .toList();
      if (holders.isEmpty()) {
        lost.add(p);
      } else {
        smallest(holders).partitions().add(p);
      }
    }
    if (groups.isEmpty()) {
      groups.put("", Group.empty("", 1));
    }
    List<Group> all = List.copyOf(groups.values());
    lost.forEach(p -> smallest(all).partitions().add(p));
    return all.stream().filter(group -> group.size() > 0).toList();
  }

  /** The least number of cores of the executors, or the number of cores of a local master. */
  static int cores(SparkContext context) {
    return active(context).stream()
        .mapToInt(ExecutorSummary::totalCores)
        .filter(cores -> cores > 0)
        .min()
        .orElse(1);
  }

  /** The active executors, and the driver, which has no cores unless it runs the tasks. */
  private static List<ExecutorSummary> active(SparkContext context) {
    return ScalaValues.asJava(context.statusStore().executorList(true));
  }

  private static Group smallest(List<Group> groups) {
    return groups.stream().min(Comparator.comparingInt(Group::size)).orElseThrow();
  }

  private static List<List<BlockManagerId>> locations(List<? extends JavaRDD<?>> cached) {
    BlockId[] blocks =
        cached.stream()
            .flatMap(
                rdd ->
                    IntStream.range(0, rdd.getNumPartitions())
                        .mapToObj(p -> new RDDBlockId(rdd.id(), p)))
            .toArray(BlockId[]::new);
    List<List<BlockManagerId>> locations = new ArrayList<>();
    ScalaValues.asJava(SparkEnv.get().blockManager().master().getLocations(blocks))
        .forEach(ofBlock -> locations.add(ScalaValues.asJava(ofBlock)));
    return locations;
  }

  /** Spark separates host and executor by the first underscore. */
  private static String location(String host, String executor) {
    return host.contains("_") ? host : "executor_" + host + "_" + executor;
  }

  /** The number of threads of each task. */
  int[] threads() {
    return groups.stream().mapToInt(Group::threads).toArray();
  }

  @Override
  public PartitionGroup[] coalesce(int most, RDD<?> parent) {
    return groups.stream()
        .map(
            group -> {
              PartitionGroup coalesced =
                  new PartitionGroup(
                      group.location().isEmpty() ? Option.empty() : Option.apply(group.location()));
              group.partitions().stream()
                  .sorted()
                  .forEach(p -> coalesced.partitions().$plus$eq(parent.partitions()[p]));
              return coalesced;
            })
        .toArray(PartitionGroup[]::new);
  }
}
