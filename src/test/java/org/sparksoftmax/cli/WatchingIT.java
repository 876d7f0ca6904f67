package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.train.SoftmaxPlugin;

/** Tests monitoring of a run in progress. */
class WatchingIT {

  private static final String METRIC =
      "metrics_.*_driver_plugin_org_sparksoftmax_train_SoftmaxPlugin_(\\w+)_Value\\{.*} (\\S+)";

  @TempDir private Path folder;
  private Digits digits;

  @BeforeEach
  void digits() {
    digits = new Digits(folder);
  }

  private void train(String name, Map<String, String> spark, String... sets) {
    List<String> arguments = new ArrayList<>(digits.arguments("train", name, List.of(), sets));
    InProcess.Outcome outcome = InProcess.run(spark, arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  /** The metrics of spark-softmax at an address; empty if there is no response. */
  private static Map<String, Double> scrape(HttpClient client, String address)
      throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5)).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      Map<String, Double> metrics = new HashMap<>();
      answer
          .body()
          .lines()
          .filter(line -> line.matches(METRIC))
          .forEach(
              line ->
                  metrics.put(
                      line.replaceFirst(METRIC, "$1"),
                      Double.valueOf(line.replaceFirst(METRIC, "$2"))));
      return metrics;
    } catch (ConnectException nobodyYetOrAnyMore) {
      return Map.of();
    } catch (IOException cutShort) { // because the session ends
      return Map.of();
    }
  }

  @Test
  void prometheusReadsTheIterationsOfARunThatGoesOn() throws Exception {
    int port = Command.freePort();
    String address = "http://127.0.0.1:" + port + "/metrics/prometheus/";
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<List<Map<String, Double>>> scrapes =
        CompletableFuture.supplyAsync(() -> scrapeUntil(ended, address));
    try {
      train(
          "run",
          Map.of(
              "spark.ui.enabled",
              "true",
              "spark.ui.port",
              Integer.toString(port),
              "spark.metrics.conf.*.sink.prometheusServlet.class",
              "org.apache.spark.metrics.sink.PrometheusServlet",
              "spark.metrics.conf.*.sink.prometheusServlet.path",
              "/metrics/prometheus"),
          "optimizer.type=gradient-descent",
          "optimizer.max-iterations=200",
          "optimizer.tolerance=0",
          "data.validation.fraction=0.2");
    } finally {
      ended.set(true);
    }
    List<JsonNode> lines = digits.metrics("run");
    List<Map<String, Double>> during =
        scrapes.join().stream().filter(seen -> seen.getOrDefault("iteration", 0.0) > 0).toList();
    assertThat(during).hasSizeGreaterThan(3);
    for (int i = 0; i < during.size(); i++) {
      Map<String, Double> seen = during.get(i);
      assertThat(seen)
          .containsOnlyKeys(
              "iteration",
              "evaluations",
              "passes",
              "objective",
              "loss",
              "gradientNorm",
              "rowsPerSecond",
              "validationLoss",
              "validationAccuracy");
      assertThat(seen.get("rowsPerSecond")).isPositive();
      // An iteration may end between two values of one response.
      int from = i == 0 ? 0 : iteration(during.get(i - 1));
      int to = i + 1 < during.size() ? iteration(during.get(i + 1)) : lines.size() - 1;
      List<JsonNode> near = lines.subList(from, to + 1);
      for (String name :
          List.of(
              "objective",
              "loss",
              "gradientNorm",
              "evaluations",
              "validationLoss",
              "validationAccuracy")) {
        assertThat(near)
            .as(name)
            .extracting(line -> line.path(name).asDouble())
            .contains(seen.get(name));
      }
    }
  }

  private static int iteration(Map<String, Double> seen) {
    return seen.get("iteration").intValue();
  }

  private static List<Map<String, Double>> scrapeUntil(AtomicBoolean ended, String address) {
    HttpClient client = HttpClient.newHttpClient();
    List<Map<String, Double>> scrapes = new ArrayList<>();
    try {
      while (!ended.get()) {
        scrapes.add(scrape(client, address));
        Thread.sleep(20);
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    return scrapes;
  }

  @Test
  void aCsvSinkGetsTheNumbersOfTheEnd() throws IOException {
    Path sink = Files.createDirectory(folder.resolve("csv"));
    train(
        "run",
        Map.of(
            "spark.metrics.conf.driver.sink.csv.class",
            "org.apache.spark.metrics.sink.CsvSink",
            "spark.metrics.conf.driver.sink.csv.directory",
            sink.toString()),
        "data.validation.fraction=0.2");
    JsonNode summary = digits.json("run", "summary.json");
    assertThat(last(sink, "iteration")).isEqualTo(summary.path("iterations").asInt());
    assertThat(last(sink, "objective")).isEqualTo(summary.path("objective").asDouble());
    assertThat(last(sink, "passes")).isEqualTo(summary.path("passes").asDouble());
    List<JsonNode> lines = digits.metrics("run");
    assertThat(last(sink, "validationAccuracy"))
        .isEqualTo(lines.get(lines.size() - 1).path("validationAccuracy").asDouble());
  }

  private static double last(Path sink, String metric) throws IOException {
    try (Stream<Path> files = Files.list(sink)) {
      Path file =
          files
              .filter(f -> f.toString().endsWith("SoftmaxPlugin." + metric + ".csv"))
              .findFirst()
              .orElseThrow();
      List<String> lines = Files.readAllLines(file);
      return Double.parseDouble(lines.get(lines.size() - 1).split(",")[1]);
    }
  }

  @Test
  void everyJobOfARunSaysWhatItIsFor() throws IOException {
    Map<String, String> listener = Map.of("spark.extraListeners", JobNames.class.getName());
    train(
        "run",
        listener,
        "standardization=true",
        "data.validation.fraction=0.2",
        "data.test.fraction=0.2",
        "calibration=temperature",
        "loss.class-weights=balanced");
    List<String> names = new ArrayList<>();
    for (String name : JobNames.take()) { // one pass may take several jobs
      if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
        names.add(name);
      }
    }
    List<String> expected =
        new ArrayList<>(
            List.of(
                "reading data.path",
                "sample of the features",
                "blocks of train rows",
                "blocks of validation rows",
                "blocks of test rows",
                "weights of the classes",
                "standardization: means",
                "standardization: deviations",
                "curvature sample"));
    List<JsonNode> lines = digits.metrics("run");
    for (int n = 0; n < lines.size(); n++) {
      int evaluations =
          lines.get(n).path("evaluations").asInt()
              - (n == 0 ? 0 : lines.get(n - 1).path("evaluations").asInt());
      String iteration = "iteration " + n;
      expected.add(iteration + ": gradient and validation");
      IntStream.rangeClosed(2, evaluations)
          .forEach(
              e -> expected.add(iteration + ": gradient and validation (evaluation " + e + ")"));
    }
    expected.addAll(
        List.of(
            "calibration",
            "evaluate train",
            "evaluate validation",
            "evaluate test",
            "means of the features",
            "weights of the classes",
            "means of the features by class",
            "most confident errors on test"));
    assertThat(names).isEqualTo(expected);
  }

  @Test
  void everyJobOfTheOtherCommandsSaysWhatItIsForToo() {
    Map<String, String> listener = Map.of("spark.extraListeners", JobNames.class.getName());
    train("run", Map.of());
    JobNames.take();
    for (String command : List.of("predict", "evaluate")) {
      List<String> model = List.of("--model", folder.resolve("run").toString());
      String[] arguments = digits.arguments(command, command, model).toArray(String[]::new);
      InProcess.Outcome outcome = InProcess.run(listener, arguments);
      assertThat(outcome.code()).as(outcome.err()).isZero();
    }
    assertThat(JobNames.take().stream().distinct())
        .containsExactly(
            "reading data.path", "writing predictions", "blocks of train rows", "evaluate train");
    String[] tuning =
        digits
            .arguments(
                "tune",
                "tuned",
                List.of(),
                "tune.strengths=[0.1,0.01]",
                "tune.folds=2",
                "optimizer.max-iterations=2")
            .toArray(String[]::new);
    assertThat(InProcess.run(listener, tuning).code()).isZero();
    assertThat(JobNames.take())
        .contains("pass 1: gradients of 4 runs", "iteration 1: gradient")
        .anyMatch(name -> name.matches("measures of [1-4] runs?"))
        .doesNotContain("(none)");
  }

  @Test
  void theUsersOwnDescriptionsAndPluginsStay() throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate()) {
      SparkContext context = spark.sparkContext();
      String key = "spark.job.description";
      context.setJobDescription("mine");
      assertThat(
              JobDescription.<String>during(context, "ours", () -> context.getLocalProperty(key)))
          .isEqualTo("ours");
      assertThat(context.getLocalProperty(key)).isEqualTo("mine");
    }
    SparkConf conf = new SparkConf(false).set("spark.plugins", "org.example.Mine");
    SoftmaxPlugin.addTo(conf);
    SoftmaxPlugin.addTo(conf);
    assertThat(Arrays.asList(conf.get("spark.plugins").split(",")))
        .containsExactly("org.example.Mine", SoftmaxPlugin.class.getName());
  }
}
