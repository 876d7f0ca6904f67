package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.config.CheckpointConfig;
import org.sparksoftmax.optimize.Minimizer;
import org.sparksoftmax.optimize.OptimizerState;
import org.sparksoftmax.optimize.Selection;

/** Saves the state of a run every so many iterations or seconds. */
public final class Checkpointing {

  private final CheckpointStore store;
  private final CheckpointConfig config;
  private final RunIdentity identity;
  private final MetricsFile metrics;
  private Minimizer.Origin origin;
  private OptimizerState latest;
  private Selection latestSelection;
  private double latestSeconds;
  private int savedIteration;
  private double savedSeconds;
  private boolean saved;

  /**
   * @param resumed the checkpoint that the run begins from; empty if it begins at θ = 0
   */
  Checkpointing(
      CheckpointStore store,
      CheckpointConfig config,
      RunIdentity identity,
      MetricsFile metrics,
      Optional<Checkpoint> resumed) {
    this.store = store;
    this.config = config;
    this.identity = identity;
    this.metrics = metrics;
    resumed.ifPresent(
        checkpoint -> {
          origin = checkpoint.origin();
          savedIteration = checkpoint.state().iteration();
          savedSeconds = checkpoint.seconds();
          saved = true;
        });
  }

  /** A state that may be saved; see {@link TrainingListener#iteration}. */
  public void iteration(OptimizerState state, double seconds, Selection selection) {
    if (origin == null) {
      origin = Minimizer.Origin.of(state);
    }
    latest = state;
    latestSelection = selection;
    latestSeconds = seconds;
    int iterations = state.iteration() - savedIteration;
    boolean due =
        (config.intervalIterations() > 0 && iterations >= config.intervalIterations())
            || (config.intervalSeconds() > 0 && seconds - savedSeconds >= config.intervalSeconds());
    if (due && iterations > 0) {
      save();
    }
  }

  /** Saves the last state, if states are saved at all. */
  public void saveLast() {
    boolean on = config.intervalIterations() > 0 || config.intervalSeconds() > 0;
    if (on && latest != null && latest.iteration() > savedIteration) {
      save();
    }
  }

  /** The checkpoint from which a run could go on, as the user sees it. */
  public Optional<String> lastSaved() {
    return saved ? Optional.of(store.display(savedIteration)) : Optional.empty();
  }

  private void save() {
    store.save(
        new Checkpoint(identity, latest, latestSelection, origin, latestSeconds, metrics.lines()));
    savedIteration = latest.iteration();
    savedSeconds = latestSeconds;
    saved = true;
  }
}
