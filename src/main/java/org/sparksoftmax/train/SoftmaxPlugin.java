package org.sparksoftmax.train;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Shows where a run is among the metrics of Spark's driver, and so in whatever sinks Spark is
 * configured to have (Prometheus, JMX, CSV, Graphite, ...). Enabled by {@code spark.plugins};
 * without it, training goes on all the same.
 */
public final class SoftmaxPlugin implements SparkPlugin {

  private static final String PLUGINS = "spark.plugins";

  /** Adds this plugin to those that {@code conf} names. */
  public static void addTo(SparkConf conf) {
    String ours = SoftmaxPlugin.class.getName();
    String given = conf.get(PLUGINS, "").strip();
    if (!List.of(given.split("\\s*,\\s*")).contains(ours)) {
      conf.set(PLUGINS, given.isEmpty() ? ours : given + "," + ours);
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public void registerMetrics(String application, PluginContext context) {
        RunMetrics.reset();
        register(context.metricRegistry());
      }
    };
  }

  private static void register(MetricRegistry registry) {
    register(registry, "iteration", RunMetrics.Values::iteration);
    register(registry, "evaluations", RunMetrics.Values::evaluations);
    register(registry, "passes", RunMetrics.Values::passes);
    register(registry, "objective", RunMetrics.Values::objective);
    register(registry, "loss", RunMetrics.Values::loss);
    register(registry, "gradientNorm", RunMetrics.Values::gradientNorm);
    register(registry, "rowsPerSecond", RunMetrics.Values::rowsPerSecond);
    register(registry, "validationLoss", RunMetrics.Values::validationLoss);
    register(registry, "validationAccuracy", RunMetrics.Values::validationAccuracy);
  }

  private static void register(
      MetricRegistry registry, String name, Function<RunMetrics.Values, Number> value) {
    Gauge<Number> gauge = () -> value.apply(RunMetrics.latest());
    registry.register(name, gauge);
  }

  /** Executors have nothing to add. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
