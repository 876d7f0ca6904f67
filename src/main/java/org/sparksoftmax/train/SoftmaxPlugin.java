package org.sparksoftmax.train;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Publishes the progress of a run as metrics of Spark's driver, and thus to the configured sinks
 * (Prometheus, JMX, CSV, Graphite, ...). The plugin is enabled by {@code spark.plugins} and is
 * optional.
 */
public final class SoftmaxPlugin implements SparkPlugin {

  private static final String PLUGINS = "spark.plugins";

  /** Adds this plugin to {@code spark.plugins} of {@code conf}. */
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
      private String application;

      @Override
      public void registerMetrics(String applicationId, PluginContext context) {
        application = applicationId;
        register(context.metricRegistry(), RunMetrics.watch(applicationId));
      }

      @Override
      public void shutdown() {
        if (application != null) {
          RunMetrics.forget(application);
        }
      }
    };
  }

  private static void register(MetricRegistry registry, Supplier<RunMetrics.Values> values) {
    register(registry, values, "iteration", RunMetrics.Values::iteration);
    register(registry, values, "evaluations", RunMetrics.Values::evaluations);
    register(registry, values, "passes", RunMetrics.Values::passes);
    register(registry, values, "objective", RunMetrics.Values::objective);
    register(registry, values, "loss", RunMetrics.Values::loss);
    register(registry, values, "gradientNorm", RunMetrics.Values::gradientNorm);
    register(registry, values, "rowsPerSecond", RunMetrics.Values::rowsPerSecond);
    register(registry, values, "validationLoss", RunMetrics.Values::validationLoss);
    register(registry, values, "validationAccuracy", RunMetrics.Values::validationAccuracy);
  }

  private static void register(
      MetricRegistry registry,
      Supplier<RunMetrics.Values> values,
      String name,
      Function<RunMetrics.Values, Number> value) {
    Gauge<Number> gauge = () -> value.apply(values.get());
    registry.register(name, gauge);
  }

  /** Executors publish no metrics. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
