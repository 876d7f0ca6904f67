package org.sparksoftmax.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/**
 * One gradient on two threads for each kind of data, beside what the machine can do: the rate of
 * fused multiply-adds on registers, and of reading memory.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 10, time = 2)
public class KernelBenchmark {

  static final int THREADS = 2;

  /** rows x features x classes, storage; for sparse data the non-zeros of a row stand behind it. */
  @State(Scope.Benchmark)
  public static class Data {
    @Param({
      "60000x784x10:f32",
      "60000x784x10:u8",
      "60000x784x10:f64",
      "60000x784x100:f32",
      "60000x784x2:u8",
      "15000x54x7:f32",
      "11314x46818x20:sparse:140",
      "42141x5982x1016:sparse:4"
    })
    public String shape;

    MadeData made;

    @Setup
    public void make() {
      Shape parsed = Shape.of(shape);
      made =
          parsed.nonZeros() > 0
              ? MadeData.sparse(
                  parsed.rows(), parsed.features(), parsed.classes(), parsed.nonZeros())
              : MadeData.dense(
                  parsed.rows(), parsed.features(), parsed.classes(), parsed.storage());
    }
  }

  /** A shape in numbers. */
  record Shape(int rows, int features, int classes, String storage, int nonZeros) {
    static Shape of(String text) {
      String[] parts = text.split(":");
      String[] sizes = parts[0].split("x");
      return new Shape(
          Integer.parseInt(sizes[0]),
          Integer.parseInt(sizes[1]),
          Integer.parseInt(sizes[2]),
          parts[1],
          parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
    }

    double values() {
      return (double) rows * (nonZeros > 0 ? nonZeros : features);
    }

    double flops() {
      return 4 * values() * classes;
    }

    double bytes() {
      return values()
          * switch (storage) {
            case "u8" -> 1;
            case "f32" -> 4;
            default -> 8;
          };
    }
  }

  /** An array beyond every cache. */
  @State(Scope.Thread)
  public static class Memory {
    float[] array = new float[1 << 25];
    float[] sink = new float[1];
  }

  @Benchmark
  public Object gradient(Data data) throws Exception {
    return data.made.gradient(THREADS);
  }

  @Benchmark
  @org.openjdk.jmh.annotations.Threads(THREADS)
  public double fmaPeak(Memory memory) {
    return Machine.multiplyAdds(memory.sink);
  }

  @Benchmark
  @org.openjdk.jmh.annotations.Threads(THREADS)
  public double readPeak(Memory memory) {
    return Machine.read(memory.array, memory.sink);
  }

  /** Runs all and makes the table. */
  static Table run(String[] jvmArguments) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(KernelBenchmark.class.getSimpleName())
                    .jvmArgs(jvmArguments)
                    .build())
            .run();
    Map<String, Statistics> milliseconds = new HashMap<>();
    for (RunResult result : results) {
      String shape = result.getParams().getParam("shape");
      String method = result.getPrimaryResult().getLabel();
      milliseconds.put(shape == null ? method : shape, result.getPrimaryResult().getStatistics());
    }
    double flops = THREADS * Machine.multiplyAdds(new float[1]);
    double bytes = THREADS * (double) Float.BYTES * (1 << 25);
    double peakFlops = flops / milliseconds.remove("fmaPeak").getMin();
    double peakBytes = bytes / milliseconds.remove("readPeak").getMin();
    Table table =
        new Table(
            "kernels",
            "shape",
            "ms (median)",
            "(best)",
            "GFLOP/s (best)",
            "of FMA peak (median)",
            "(best)",
            "GB/s (best)",
            "of read bandwidth");
    table.add("machine's own peak", 0.0, 0.0, peakFlops * 1e-6, 1.0, 1.0, peakBytes * 1e-6, 1.0);
    milliseconds.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              Shape shape = Shape.of(entry.getKey());
              double median = entry.getValue().getPercentile(50);
              double best = entry.getValue().getMin();
              table.add(
                  entry.getKey(),
                  median,
                  best,
                  shape.flops() / best * 1e-6,
                  shape.flops() / median / peakFlops,
                  shape.flops() / best / peakFlops,
                  shape.bytes() / best * 1e-6,
                  shape.bytes() / best / peakBytes);
            });
    return table;
  }
}
