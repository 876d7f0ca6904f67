package org.sparksoftmax.train.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.sparksoftmax.data.row.JobDescription;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.objective.BlockSelection;
import org.sparksoftmax.math.objective.DataObjective;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.train.Unchecked;
import org.sparksoftmax.train.pass.GradientPass;

/**
 * Several optimisations over one data set, each in a thread of its own, whose evaluations are done
 * together: a request waits until every run that goes on has made one, then one pass over the data
 * serves them all. Each gets the bits that it would get alone, so the threads do not show.
 */
final class LockStep {

  /** Most parameters of the models of one pass: more would leave the caches, and gain nothing. */
  private static final int MAX_PARAMETERS = 1 << 24;

  private final GradientPass pass;
  private final ParameterLayout layout;
  private final PassListener progress;
  private final List<Request> waiting = new ArrayList<>();
  private int live;
  private int passes;

  /** Is told of every pass. */
  public interface PassListener {

    /**
     * A pass was done.
     *
     * @param passes so far
     * @param live runs that go on
     */
    void pass(int passes, int live);
  }

  /**
   * @param runs how many will take part
   */
  LockStep(GradientPass pass, ParameterLayout layout, int runs, PassListener progress) {
    this.pass = pass;
    this.layout = layout;
    this.live = runs;
    this.progress = progress;
  }

  /** One run's wish for the gradient of some parameters. */
  private record Request(
      int run,
      double[] rawParameters,
      Targets targets,
      BlockSelection selection,
      Dropout dropout,
      Arithmetic arithmetic,
      CompletableFuture<DataObjective.Sums> sums) {}

  /** What requests must have in common to be served together. */
  private record Pass(BlockSelection selection, Arithmetic arithmetic) {}

  /** Passes over the data, or parts of it, so far. */
  synchronized int passes() {
    return passes;
  }

  /** What run number {@code run} asks for; waits for the others. */
  DataObjective.Sums sums(
      int run, double[] rawParameters, ObjectiveSpec spec, MiniBatch batch, Arithmetic arithmetic) {
    BlockSelection selection;
    synchronized (pass) { // its sampler remembers
      selection = pass.select(batch);
    }
    Request request =
        new Request(
            run,
            rawParameters,
            spec.targets(),
            selection,
            batch.dropout(spec.dropoutRate()),
            arithmetic,
            new CompletableFuture<>());
    serve(joined(request));
    try {
      return request.sums().join();
    } catch (CompletionException failed) {
      throw Unchecked.rethrow(failed.getCause());
    }
  }

  /** A run has ended: the others do not wait for it any more. */
  void leave() {
    serve(left());
  }

  private synchronized List<Request> joined(Request request) {
    waiting.add(request);
    return takeIfComplete();
  }

  private synchronized List<Request> left() {
    live--;
    return takeIfComplete();
  }

  /** All requests once there is one of every run that goes on, else none. */
  private List<Request> takeIfComplete() {
    if (waiting.isEmpty() || waiting.size() < live) {
      return List.of();
    }
    List<Request> taken = new ArrayList<>(waiting);
    waiting.clear();
    taken.sort(Comparator.comparingInt(Request::run));
    return taken;
  }

  private void serve(List<Request> requests) {
    try {
      Map<Pass, List<Request>> byPass = new LinkedHashMap<>();
      requests.forEach(
          request ->
              byPass
                  .computeIfAbsent(
                      new Pass(request.selection(), request.arithmetic()),
                      pass -> new ArrayList<>())
                  .add(request));
      // What networks could share, the features, is the least of their work.
      int most = layout.isLinear() ? Math.max(1, MAX_PARAMETERS / layout.dimension()) : 1;
      for (List<Request> alike : byPass.values()) {
        for (int from = 0; from < alike.size(); from += most) {
          serveTogether(alike.subList(from, Math.min(alike.size(), from + most)));
        }
      }
    } catch (Throwable failure) { // Spark's are not declared, and nobody may wait for ever
      requests.forEach(request -> request.sums().completeExceptionally(failure));
    }
  }

  private void serveTogether(List<Request> requests) {
    ModelStack stack = new ModelStack(layout, requests.size());
    GridSum sums =
        JobDescription.during(
            pass.data().context(),
            "pass %d: gradients of %d runs".formatted(passes() + 1, requests.size()),
            () ->
                pass.sum(
                    stack,
                    requests.stream().map(Request::rawParameters).toList(),
                    requests.stream().map(Request::targets).toList(),
                    requests.get(0).selection(),
                    requests.get(0).dropout(),
                    requests.get(0).arithmetic()));
    LossGradientSum sum = sums.sum();
    double[] gradients = sums.gradient(stack.layout());
    synchronized (this) {
      passes++;
      progress.pass(passes, live);
    }
    for (int g = 0; g < requests.size(); g++) {
      requests
          .get(g)
          .sums()
          .complete(
              new DataObjective.Sums(sum.lossSum(g), sum.weightSum(g), stack.part(gradients, g)));
    }
  }
}
