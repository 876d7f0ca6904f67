package org.sparksoftmax.train.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/**
 * Runs several optimisations over one data set with shared passes. Each run has its own thread. A
 * request waits until every active run has made one; then one pass over the data serves them all.
 * Each run gets bit-identical results to running alone, regardless of thread scheduling.
 */
final class LockStep {

  /**
   * The maximum number of parameters in one pass. More would exceed the CPU caches and save
   * nothing.
   */
  private static final int MAX_PARAMETERS = 1 << 24;

  private final SparkSums sums;
  private final ParameterLayout layout;
  private final PassListener progress;
  private final List<Waiting> waiting = new ArrayList<>();
  private int live;
  private int passes;

  /** A listener for completed passes. */
  public interface PassListener {

    /**
     * Called when a pass has completed.
     *
     * @param passes the number of passes so far
     * @param live the number of active runs
     */
    void pass(int passes, int live);
  }

  /**
   * @param runs the number of runs
   */
  LockStep(SparkSums sums, ParameterLayout layout, int runs, PassListener progress) {
    this.sums = sums;
    this.layout = layout;
    this.live = runs;
    this.progress = progress;
  }

  /** The pending request of a run. */
  private record Waiting(
      int run, Request request, BlockSelection selection, CompletableFuture<Sums> sums) {}

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
    serve(joined(waits));
    try {
      return waits.sums().join();
    } catch (CompletionException failed) {
      throw Unchecked.rethrow(failed.getCause());
    }
  }

  /** Removes a run that has ended, so that the others no longer wait for it. */
  void leave() {
    serve(left());
  }

  private synchronized List<Waiting> joined(Waiting request) {
    waiting.add(request);
    return takeIfComplete();
  }

  private synchronized List<Waiting> left() {
    live--;
    return takeIfComplete();
  }

  /** Takes all requests if every active run has made one, else none. */
  private List<Waiting> takeIfComplete() {
    if (waiting.isEmpty() || waiting.size() < live) {
      return List.of();
    }
    List<Waiting> taken = new ArrayList<>(waiting);
    waiting.clear();
    taken.sort(Comparator.comparingInt(Waiting::run));
    return taken;
  }

  private void serve(List<Waiting> requests) {
    try {
      Map<Pass, List<Waiting>> byPass = new LinkedHashMap<>();
      requests.forEach(
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
    } catch (Throwable failure) { // Spark's exceptions are undeclared, and no run may wait for ever
      requests.forEach(request -> request.sums().completeExceptionally(failure));
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
    double[] gradients = together.gradient(stack.layout());
    sum.release(); // the losses remain
    synchronized (this) {
      passes++;
      progress.pass(passes, live);
    }
    for (int g = 0; g < requests.size(); g++) {
      requests
          .get(g)
          .sums()
          .complete(new Sums(sum.lossSum(g), sum.weightSum(g), stack.part(gradients, g)));
    }
  }
}
