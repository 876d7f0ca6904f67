package org.sparksoftmax.train.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.objective.BlockSelection;
import org.sparksoftmax.math.objective.BlockSums;
import org.sparksoftmax.math.objective.BlockSums.Request;
import org.sparksoftmax.math.objective.BlockSums.Sums;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.train.Unchecked;
import org.sparksoftmax.train.pass.SparkSums;
import org.sparksoftmax.train.pass.StackedEvaluator;

/**
 * Runs several optimisations over one data set with shared passes. Each run has its own thread. A
 * request waits until every active run has made one; then one pass over the data serves them all.
 * Runs that have ended are evaluated together in the same way. Each run gets bit-identical results
 * to running alone, regardless of thread scheduling.
 */
final class LockStep {

  /**
   * The maximum number of parameters in one pass. More would exceed the CPU caches and save
   * nothing.
   */
  private static final int MAX_PARAMETERS = 1 << 24;

  private final SparkSums sums;
  private final ParameterLayout layout;
  private final Evaluation evaluation;
  private final PassListener progress;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private int live;
  private int passes;
  private boolean aborted;

  /** Evaluates models together. */
  interface Evaluation {

    /**
     * Evaluates models on their held-out rows.
     *
     * @param runs the numbers of the runs of the models
     * @param rawParameters θ of each model for the features as stored
     */
    List<StackedEvaluator.Measures> evaluate(int[] runs, List<double[]> rawParameters);
  }

  /** A listener for passes. */
  interface PassListener {

    /** Called when every active run waits for a pass, with no run between two states. */
    void begins();

    /**
     * Called when a pass has completed.
     *
     * @param passes the number of passes so far
     * @param live the number of active runs
     */
    void ended(int passes, int live);
  }

  /**
   * @param atOnce the number of active runs at the start
   */
  LockStep(
      SparkSums sums,
      ParameterLayout layout,
      int atOnce,
      Evaluation evaluation,
      PassListener progress) {
    this.sums = sums;
    this.layout = layout;
    this.live = atOnce;
    this.evaluation = evaluation;
    this.progress = progress;
  }

  /** The pending request of a run. */
  private record Waiting(
      int run, Request request, BlockSelection selection, CompletableFuture<Sums> sums) {}

  /** A run that waits for its evaluation. */
  private record Ended(
      int run, double[] rawParameters, CompletableFuture<StackedEvaluator.Measures> measures) {}

  /** The requests of all active runs, in the order of the runs. */
  private record Round(List<Waiting> waiting, List<Ended> ended) {

    static final Round NONE = new Round(List.of(), List.of());

    void fail(Throwable reason) {
      waiting.forEach(request -> request.sums().completeExceptionally(reason));
      ended.forEach(run -> run.measures().completeExceptionally(reason));
    }
  }

  /** The key of a pass: requests with equal keys can share one. */
  private record Pass(BlockSelection selection, Arithmetic arithmetic) {}

  /** The number of full or partial passes so far. */
  synchronized int passes() {
    return passes;
  }

  /** The sums of the run with index {@code run}. Each request waits for those of the other runs. */
  BlockSums ofRun(int run) {
    return new BlockSums() {
      @Override
      public Sums sum(Request request) {
        return LockStep.this.sum(run, request);
      }

      @Override
      public Arithmetic arithmetic() {
        return sums.arithmetic();
      }

      /** Not shared: each partition makes its own updates. */
      @Override
      public LocalDescent.Result descend(
          SoftmaxObjective objective, LocalDescent descent, LocalDescent.Iterate from) {
        return sums.descend(objective, descent, from);
      }
    };
  }

  private Sums sum(int run, Request request) {
    Waiting waits =
        new Waiting(run, request, sums.select(request.batch()), new CompletableFuture<>());
    serve(joined(waiting, waits));
    return await(waits.sums());
  }

  /**
   * Evaluates the model of a run that has ended, together with others.
   *
   * @param rawParameters θ for the features as stored
   */
  StackedEvaluator.Measures measure(int run, double[] rawParameters) {
    Ended waits = new Ended(run, rawParameters, new CompletableFuture<>());
    serve(joined(ended, waits));
    return await(waits.measures());
  }

  private static <T> T await(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException failed) {
      throw Unchecked.rethrow(failed.getCause());
    }
  }

  /** Removes a run that has ended, so that the others no longer wait for it. */
  void leave() {
    serve(left());
  }

  /** Fails all pending and later requests. */
  void abort() {
    aborting().fail(new CancellationException("another run has failed"));
  }

  private synchronized Round aborting() {
    aborted = true;
    return take();
  }

  private synchronized <T> Round joined(List<T> list, T request) {
    if (aborted) {
      throw new CancellationException("another run has failed");
    }
    list.add(request);
    return takeIfComplete();
  }

  private synchronized Round left() {
    live--;
    return takeIfComplete();
  }

  /** Takes all requests if every active run has made one, else none. */
  private Round takeIfComplete() {
    return waiting.size() + ended.size() < live ? Round.NONE : take();
  }

  private Round take() {
    Round taken =
        new Round(
            waiting.stream().sorted(Comparator.comparingInt(Waiting::run)).toList(),
            ended.stream().sorted(Comparator.comparingInt(Ended::run)).toList());
    waiting.clear();
    ended.clear();
    return taken;
  }

  private void serve(Round round) {
    if (round.waiting().isEmpty() && round.ended().isEmpty()) {
      return;
    }
    try {
      progress.begins();
      Map<Pass, List<Waiting>> byPass = new LinkedHashMap<>();
      round
          .waiting()
          .forEach(
              request ->
                  byPass
                      .computeIfAbsent(
                          new Pass(request.selection(), request.request().arithmetic()),
                          pass -> new ArrayList<>())
                      .add(request));
      // Networks would share only the reading of features, a small part of their work.
      int most = layout.isLinear() ? Math.max(1, MAX_PARAMETERS / layout.dimension()) : 1;
      for (List<Waiting> alike : byPass.values()) {
        for (int from = 0; from < alike.size(); from += most) {
          serveTogether(alike.subList(from, Math.min(alike.size(), from + most)));
        }
      }
      for (int from = 0; from < round.ended().size(); from += most) {
        evaluate(round.ended().subList(from, Math.min(round.ended().size(), from + most)));
      }
    } catch (Throwable failure) { // Spark's exceptions are undeclared, and no run may wait for ever
      round.fail(failure);
    }
  }

  private void evaluate(List<Ended> runs) {
    List<StackedEvaluator.Measures> measures =
        evaluation.evaluate(
            runs.stream().mapToInt(Ended::run).toArray(),
            runs.stream().map(Ended::rawParameters).toList());
    for (int r = 0; r < runs.size(); r++) {
      runs.get(r).measures().complete(measures.get(r));
    }
  }

  private void serveTogether(List<Waiting> requests) {
    ModelStack stack = new ModelStack(layout, requests.size());
    GridSum together =
        JobDescription.during(
            sums.data().context(),
            String.format(
                Locale.ROOT, "pass %d: gradients of %d runs", passes() + 1, requests.size()),
            () ->
                sums.sum(
                    stack,
                    requests.stream().map(Waiting::request).toList(),
                    requests.get(0).selection()));
    LossGradientSum sum = together.sum();
    List<double[]> gradients = together.gradients(stack);
    sum.release(); // the losses remain
    synchronized (this) {
      passes++;
      progress.ended(passes, live);
    }
    for (int g = 0; g < requests.size(); g++) {
      requests.get(g).sums().complete(new Sums(sum.lossSum(g), sum.weightSum(g), gradients.get(g)));
    }
  }
}
