package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;

/**
 * How many evaluations L-BFGS needs until the objective is near the optimum, with and without its
 * preconditioner, on every shipped configuration and with a hundredth of its penalty. The optimum
 * is the lowest objective that either run has seen, so what the slower one lacks of it is not seen.
 */
final class PassesBenchmark {

  private static final List<String> CONFIGS =
      List.of(
          "digits",
          "fashion-mnist",
          "cifar10",
          "covtype",
          "clinc150",
          "news20",
          "onet",
          "kddcup99");

  private static final double[] CLOSE = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6};
  private static final List<String> PRECONDITIONERS = List.of("auto", "none");

  /** What is granted to each run; more says nothing new. */
  private static final int MAX_ITERATIONS = 200;

  private PassesBenchmark() {}

  /** One iteration of a run. */
  private record Point(int evaluations, double seconds, double objective) {}

  private record Run(List<Point> points, long products, double preconditionerSeconds) {

    String evaluationsWithin(double bound) {
      return points.stream()
          .filter(point -> point.objective <= bound)
          .findFirst()
          .map(point -> String.valueOf(point.evaluations))
          .orElse("—");
    }

    Object secondsWithin(double bound) {
      return points.stream()
          .filter(point -> point.objective <= bound)
          .findFirst()
          .map(point -> (Object) point.seconds)
          .orElse("—");
    }
  }

  static Table run(List<String> names) throws Exception {
    Table table =
        new Table(
            "passes",
            "data",
            "λ",
            "optimum",
            "preconditioner",
            "evaluations to 1e-2",
            "1e-3",
            "1e-4",
            "1e-5",
            "1e-6",
            "s to 1e-4",
            "products of the Hessian",
            "s for them",
            "evaluations in all");
    try (SparkSession spark = Sets.session()) {
      for (String name : names.isEmpty() ? CONFIGS : names) {
        double shipped = Sets.config(name).regularization().strength().orElseThrow();
        for (double strength : new double[] {shipped, shipped / 100}) {
          add(table, name, strength, spark);
        }
      }
    }
    return table;
  }

  private static void add(Table table, String name, double strength, SparkSession spark) {
    TrainingConfig first = config(name, strength, PRECONDITIONERS.get(0));
    try (TrainingData data = TrainingData.load(first.data(), spark)) {
      List<Run> runs =
          PRECONDITIONERS.stream().map(each -> run(config(name, strength, each), data)).toList();
      double optimum =
          runs.stream()
              .flatMap(run -> run.points.stream())
              .mapToDouble(Point::objective)
              .min()
              .orElseThrow();
      for (int r = 0; r < runs.size(); r++) {
        Run run = runs.get(r);
        List<Object> cells =
            new ArrayList<>(List.of(name, strength, optimum, PRECONDITIONERS.get(r)));
        for (double close : CLOSE) {
          cells.add(run.evaluationsWithin(optimum + close * Math.abs(optimum)));
        }
        cells.add(run.secondsWithin(optimum + CLOSE[2] * Math.abs(optimum)));
        cells.add(run.products);
        cells.add(run.preconditionerSeconds);
        cells.add(run.points.get(run.points.size() - 1).evaluations);
        table.add(cells.toArray());
      }
    }
  }

  private static Run run(TrainingConfig config, TrainingData data) {
    List<Point> points = new ArrayList<>();
    Trainer.Result result =
        new Trainer(config)
            .train(
                data,
                new Start.Anew(),
                (state, seconds, validation, selection) ->
                    points.add(new Point(state.evaluations(), seconds, state.value().objective())));
    return new Run(
        points,
        result.preconditioner().map(Trainer.PreconditionerReport::products).orElse(0L),
        result.preconditioner().map(Trainer.PreconditionerReport::seconds).orElse(0.0));
  }

  private static TrainingConfig config(String name, double strength, String preconditioner) {
    return Sets.config(
        name,
        "regularization.strength=" + strength,
        "optimizer.preconditioner=" + preconditioner,
        "optimizer.tolerance=1e-7",
        "optimizer.max-iterations=" + MAX_ITERATIONS);
  }
}
