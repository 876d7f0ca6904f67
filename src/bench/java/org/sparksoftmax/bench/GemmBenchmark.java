package org.sparksoftmax.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sparksoftmax.bench.MatrixProducts.Maker;
import org.sparksoftmax.bench.MatrixProducts.Product;

/**
 * The matrix products of a layer on two threads, each with operands of its own: ours, those of the
 * BLAS in Java that comes with Spark, and those of OpenBLAS, one thread a call. All take turns in
 * one run, with the machine's own peak among them, and time is that of the processor, so that what
 * else runs on the machine counts little.
 */
final class GemmBenchmark {

  private static final int THREADS = 2;
  private static final int ROUNDS = 25;

  /** Nanoseconds of one turn, and of the first ones, in which the compiler works. */
  private static final long TURN = 40_000_000;

  private static final long WARM_UP = 2_000_000_000;

  private static final List<Product> PRODUCTS =
      List.of(
          new Product("multiply", 192, 784, 256),
          new Product("addTransposedProduct", 192, 784, 256),
          new Product("multiply", 192, 256, 10),
          new Product("addTransposedProduct", 192, 256, 10),
          new Product("multiply", 192, 10, 256),
          new Product("multiply", 192, 256, 784));

  private GemmBenchmark() {}

  /** What is measured: a row of the table, with one task for each thread. */
  private record Contender(String by, Product product, List<Runnable> tasks, double flops) {}

  static Table run() throws Exception {
    List<Contender> contenders = contenders();
    Map<Contender, double[]> rates = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Contender contender : contenders) {
        rate(contender, WARM_UP, threads);
        rates.put(contender, new double[ROUNDS]);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Contender contender : contenders) {
          rates.get(contender)[round] = rate(contender, TURN, threads);
        }
      }
    } finally {
      threads.shutdown();
    }
    return table(rates);
  }

  private static List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    double flops = Machine.multiplyAdds(new float[1]);
    contenders.add(
        new Contender(
            "registers",
            new Product("machine's own peak", 0, 0, 0),
            tasks(() -> () -> Machine.multiplyAdds(new float[1])),
            flops));
    for (Product product : PRODUCTS) {
      for (Map.Entry<String, Maker> maker : MatrixProducts.MAKERS.entrySet()) {
        contenders.add(
            new Contender(
                maker.getKey(),
                product,
                tasks(() -> maker.getValue().task(product)),
                product.flops()));
      }
    }
    return contenders;
  }

  /** Makes the operands of one task. */
  private interface Operands {
    Runnable task();
  }

  private static List<Runnable> tasks(Operands operands) {
    List<Runnable> tasks = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      tasks.add(operands.task());
    }
    return tasks;
  }

  /** GFLOP/s of all threads together, over at least {@code nanoseconds}. */
  private static double rate(Contender contender, long nanoseconds, ExecutorService threads)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<Double>> rates = new ArrayList<>();
    for (Runnable task : contender.tasks) {
      rates.add(
          threads.submit(
              () -> {
                start.await();
                return contender.flops * timesPerNanosecond(task, nanoseconds);
              }));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      sum += rate.get();
    }
    return sum;
  }

  private static double timesPerNanosecond(Runnable task, long nanoseconds) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + nanoseconds;
    long begin = clock.getCurrentThreadCpuTime();
    int times = 0;
    do {
      task.run();
      times++;
    } while (System.nanoTime() < end);
    return (double) times / (clock.getCurrentThreadCpuTime() - begin);
  }

  private static Table table(Map<Contender, double[]> rates) {
    Table table =
        new Table(
            "gemm",
            "product",
            "rows x k x n",
            "by",
            "GFLOP/s (median)",
            "(best)",
            "of FMA peak (median)",
            "(best)");
    rates.values().forEach(Arrays::sort);
    double[] peak = rates.values().iterator().next();
    rates.forEach(
        (contender, sorted) -> {
          double median = sorted[ROUNDS / 2];
          double best = sorted[ROUNDS - 1];
          table.add(
              contender.product.name(),
              contender.product.shape(),
              contender.by,
              median,
              best,
              median / peak[ROUNDS / 2],
              best / peak[ROUNDS - 1]);
        });
    return table;
  }
}
