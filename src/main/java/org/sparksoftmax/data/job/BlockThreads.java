package org.sparksoftmax.data.job;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * Several threads of one task that process its blocks. The thread of the task reads the blocks,
 * because Spark associates locks and metrics with it, and processes some of them.
 */
public final class BlockThreads {

  private static final AtomicInteger STARTED = new AtomicInteger();

  /** Threads end after a minute without work. */
  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "softmax-blocks-" + STARTED.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private BlockThreads() {}

  /** Work for a thread: a block, or null at the end. */
  private record Work(ExampleBlock block) {
    private static final Work END = new Work(null);
  }

  /**
   * Processes every block by one of the workers.
   *
   * @param worker creates the worker of a thread, which processes one block at a time
   * @return the workers
   */
  public static <W extends Consumer<ExampleBlock>> List<W> process(
      Iterator<ExampleBlock> blocks, int threads, Supplier<W> worker) {
    W own = worker.get();
    if (threads <= 1) {
      blocks.forEachRemaining(own);
      return List.of(own);
    }
    BlockingQueue<Work> queue = new ArrayBlockingQueue<>(2 * threads);
    List<Future<W>> helpers = new ArrayList<>();
    for (int t = 1; t < threads; t++) {
      helpers.add(POOL.submit(() -> help(queue, worker)));
    }
    List<W> workers = new ArrayList<>(List.of(own));
    try {
      while (blocks.hasNext()) {
        ExampleBlock block = blocks.next();
        if (!queue.offer(new Work(block))) {
          own.accept(block);
        }
      }
      for (Work next = queue.poll(); next != null; next = queue.poll()) {
        own.accept(next.block());
      }
    } finally {
      queue.clear(); // not empty only after a failure
      helpers.forEach(helper -> queue.add(Work.END));
      awaitEnd(helpers);
    }
    helpers.forEach(helper -> workers.add(resultOf(helper)));
    return workers;
  }

  private static <W extends Consumer<ExampleBlock>> W help(
      BlockingQueue<Work> queue, Supplier<W> worker) throws InterruptedException {
    W own = worker.get();
    for (Work next = queue.take(); next.block() != null; next = queue.take()) {
      own.accept(next.block());
    }
    return own;
  }

  /** Waits even if Spark interrupts the task, because the helpers use its memory. */
  private static void awaitEnd(List<? extends Future<?>> helpers) {
    boolean interrupted = false;
    for (Future<?> helper : helpers) {
      while (!helper.isDone()) {
        try {
          helper.get();
        } catch (InterruptedException stop) {
          interrupted = true;
        } catch (ExecutionException failed) {
          break; // resultOf rethrows it
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <W> W resultOf(Future<W> helper) {
    try {
      return helper.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
