package org.sparksoftmax.train.tune;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.train.Trainer;

/**
 * The runs of a search that have ended: a few numbers of each, and the model of the best one if it
 * is to be published. Thread-safe.
 */
final class SearchState {

  private final Tuner.Run[] runs;

  /** The metric of the best run; empty if no model of a run is published. */
  private final Optional<EarlyStoppingConfig.Metric> metric;

  private final Optional<SearchStore> store;

  /** The runs that the store does not have yet. */
  private final SortedMap<Integer, Tuner.Run> unsaved = new TreeMap<>();

  /** The best run of an earlier part of the search, which is repeated for its model. */
  private Optional<Tuner.Run> repeated = Optional.empty();

  private int best = -1;
  private Optional<Trainer.Result> resultOfBest = Optional.empty();
  private int ended;

  /**
   * @param runs the number of runs
   * @param metric by which the best run is selected; empty if its result is not needed
   * @param store of a search that can be resumed; its runs are taken over
   */
  SearchState(int runs, Optional<EarlyStoppingConfig.Metric> metric, Optional<SearchStore> store) {
    this.runs = new Tuner.Run[runs];
    this.metric = metric;
    this.store = store;
    store.ifPresent(from -> from.runs().forEach((number, run) -> this.runs[number] = run));
    metric.ifPresent(this::repeatBest);
    ended = (int) IntStream.range(0, runs).filter(r -> this.runs[r] != null).count();
  }

  private void repeatBest(EarlyStoppingConfig.Metric by) {
    int first = -1;
    for (int r = 0; r < runs.length; r++) {
      if (isBetter(r, first, by)) {
        first = r;
      }
    }
    if (first >= 0) {
      repeated = Optional.of(runs[first]);
      best = first;
      runs[first] = null;
    }
  }

  /** The numbers of the runs that have not ended, in order. */
  synchronized int[] left() {
    return IntStream.range(0, runs.length).filter(r -> runs[r] == null).toArray();
  }

  /** The number of runs that have ended. */
  synchronized int ended() {
    return ended;
  }

  /** A run that has ended. */
  synchronized Tuner.Run run(int number) {
    return runs[number];
  }

  /** The result of the best run, if that is needed and a run is usable. */
  synchronized Optional<Trainer.Result> resultOfBest() {
    return resultOfBest;
  }

  /**
   * Adds a run that has ended.
   *
   * @throws OutputException if it repeats a run of an earlier part of the search with another model
   */
  synchronized void add(int number, Tuner.Run run, Trainer.Result result) {
    boolean again = repeated.isPresent() && number == best && resultOfBest.isEmpty();
    if (again && !repeated.get().equals(run)) {
      throw new OutputException(
          "Cannot resume the search: its best run ended with another result than before; start again with --overwrite");
    }
    runs[number] = run;
    ended++;
    metric.ifPresent(
        by -> {
          if (again || isBetter(number, best, by)) {
            best = number;
            resultOfBest = Optional.of(result);
          }
        });
    // How far a run comes in a number of seconds differs, so that such a run is repeated.
    if (store.isPresent() && !again && run.stopReason() != StopReason.MAX_SECONDS) {
      unsaved.put(number, run);
    }
  }

  /** Whether the run at {@code r} is better than the one at {@code other}, or comes first. */
  private boolean isBetter(int r, int other, EarlyStoppingConfig.Metric by) {
    Tuner.Run run = runs[r];
    if (run == null || !run.isUsable()) {
      return false;
    }
    Tuner.Run than = other < 0 ? null : runs[other] == null ? repeated.orElseThrow() : runs[other];
    if (than == null) {
      return true;
    }
    int order = Double.compare(run.rank(by), than.rank(by));
    return order < 0 || (order == 0 && r < other);
  }

  /**
   * Saves the runs that have ended since the last call.
   *
   * @param passes the number of passes so far
   */
  void save(int passes) {
    SortedMap<Integer, Tuner.Run> taken;
    synchronized (this) {
      taken = new TreeMap<>(unsaved);
      unsaved.clear();
    }
    if (!taken.isEmpty()) {
      store.orElseThrow().save(taken, passes);
    }
  }
}
