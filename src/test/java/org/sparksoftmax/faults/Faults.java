package org.sparksoftmax.faults;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.BlockId;
import org.apache.spark.util.TaskCompletionListener;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Injects the faults listed in {@code spark.faults} into the tasks of any job:
 *
 * <ul>
 *   <li>{@code delay}: tasks start a random number of milliseconds late
 *   <li>{@code slow}: tasks take longer until a file {@code go} exists in {@code
 *       spark.faults.folder}, so that a test can act while a job runs
 *   <li>{@code straggle}: some first attempts start seconds late
 *   <li>{@code fail}: some first attempts fail after their work is done
 *   <li>{@code evict}: cached blocks of the executor are occasionally dropped
 *   <li>{@code halt}: the process of the executor halts when a stage whose number is a multiple of
 *       7 starts, at most {@code spark.faults.halts} times, counted by files in {@code
 *       spark.faults.folder}
 *   <li>{@code always}: every attempt of a task of the stages from {@code spark.faults.from} on
 *       fails
 *   <li>{@code memory}: the executors of these stages run out of memory
 * </ul>
 */
public final class Faults implements SparkPlugin {

  /** The name of a file in {@code spark.faults.folder}. */
  static final String GO = "go";

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {};
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Executor();
  }

  private static final class Executor implements ExecutorPlugin {
    private List<String> kinds;
    private int halts;
    private int from;
    private Path folder;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      SparkConf conf = context.conf();
      kinds = List.of(conf.get("spark.faults").split(","));
      halts = conf.getInt("spark.faults.halts", 0);
      from = conf.getInt("spark.faults.from", Integer.MAX_VALUE);
      folder = Path.of(conf.get("spark.faults.folder", "."));
    }

    @Override
    public void onTaskStart() {
      TaskContext task = TaskContext.get();
      long place = 1_000L * task.stageId() + 10L * task.partitionId() + task.attemptNumber();
      Random random = new Random(place * 0x9E3779B97F4A7C15L);
      boolean first = task.attemptNumber() == 0;
      if (kinds.contains("halt") && task.stageId() % 7 == 0) {
        haltOnce();
      }
      if (kinds.contains("evict") && random.nextInt(10) == 0) {
        evict();
      }
      if (kinds.contains("delay") && random.nextBoolean()) {
        pause(random.nextInt(80));
      }
      if (kinds.contains("slow") && !Files.exists(folder.resolve(GO))) {
        pause(150);
      }
      if (kinds.contains("straggle") && first && random.nextInt(20) == 0) {
        pause(1500);
      }
      boolean late = task.stageId() >= from;
      if ((kinds.contains("fail") && first && random.nextInt(3) == 0)
          || (kinds.contains("always") && late)) {
        task.addTaskCompletionListener(
            (TaskCompletionListener)
                done -> {
                  throw new IllegalStateException("this attempt fails");
                });
      }
      if (kinds.contains("memory") && late) {
        exhaustMemory();
      }
    }

    /** Halts this process as kill -9 would, unless the limit has been reached. */
    private void haltOnce() {
      boolean halted = true;
      for (int h = 0; h < halts && halted; h++) {
        halted = false;
        try {
          Files.createFile(folder.resolve("halt-" + h));
          Runtime.getRuntime().halt(137);
        } catch (FileAlreadyExistsException doneBefore) {
          halted = true;
        } catch (IOException cannot) {
          throw new IllegalStateException(cannot);
        }
      }
    }

    private static void evict() {
      AbstractFunction1<BlockId, Object> ofRdds =
          new AbstractFunction1<>() {
            @Override
            public Object apply(BlockId block) {
              return block.isRDD();
            }
          };
      CollectionConverters.asJava(SparkEnv.get().blockManager().getMatchingBlockIds(ofRdds))
          .forEach(block -> SparkEnv.get().blockManager().removeBlock(block, true));
    }

    /** Exhausts the memory in a separate thread, whose exception ends the executor. */
    private static void exhaustMemory() {
      Thread thread =
          new Thread(
              () -> {
                List<byte[]> all = new ArrayList<>();
                while (all.size() < Integer.MAX_VALUE) {
                  all.add(new byte[64 << 20]);
                }
              });
      thread.start();
      try {
        thread.join();
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }

    private static void pause(int milliseconds) {
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException killed) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
