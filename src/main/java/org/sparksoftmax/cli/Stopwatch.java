package org.sparksoftmax.cli;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the wall-clock time of the consecutive parts of a run. */
final class Stopwatch {

  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final double jvmStart;
  private final long begin;
  private long last;

  /**
   * @param begin {@link System#nanoTime} at the beginning of the first part, which also includes
   *     JVM startup
   */
  Stopwatch(long begin) {
    this.begin = begin;
    this.last = begin;
    double uptime = ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
    this.jvmStart = uptime - (System.nanoTime() - begin) * 1e-9;
  }

  /** Ends a part. */
  void lap(String part) {
    long now = System.nanoTime();
    double start = seconds.isEmpty() ? jvmStart : 0;
    seconds.merge(part, start + (now - last) * 1e-9, Double::sum);
    last = now;
  }

  /** The time from which {@link #seconds} counts. */
  Instant start() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  /** The duration of each part so far, then the total. */
  Map<String, Double> seconds() {
    Map<String, Double> all = new LinkedHashMap<>(seconds);
    all.put("total", jvmStart + (System.nanoTime() - begin) * 1e-9);
    return all;
  }
}
