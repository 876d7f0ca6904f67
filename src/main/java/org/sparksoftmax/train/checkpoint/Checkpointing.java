package org.sparksoftmax.train.checkpoint;

import java.util.Optional;
import java.util.OptionalInt;
import org.sparksoftmax.config.CheckpointConfig;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;

/** Saves the state of a run at regular intervals of iterations or seconds. */
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
  private OptionalInt refinedAt = OptionalInt.empty();

  /**
   * @param resumed the checkpoint from which the run resumes; empty for a new run
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
          savedIteration = checkpoint.state().iteration();
          savedSeconds = checkpoint.seconds();
          saved = true;
          refinedAt = checkpoint.refinedAt();
        });
  }

  /** Returns a listener that notifies {@code first}, then saves states. */
  public TrainingListener after(TrainingListener first) {
    return new TrainingListener() {
      @Override
      public void begins(Minimizer.Origin of) {
        Checkpointing.this.begins(of);
        first.begins(of);
      }

      @Override
      public void refines(int iteration) {
        refinedAt = OptionalInt.of(iteration);
        first.refines(iteration);
      }

      @Override
      public void iteration(
          OptimizerState state,
          double seconds,
          Optional<ClassificationReport> validation,
          Selection selection) {
        first.iteration(state, seconds, validation, selection);
        Checkpointing.this.iteration(state, seconds, selection);
      }
    };
  }

  /** Called when training starts; see {@link TrainingListener#begins}. */
  void begins(Minimizer.Origin of) {
    origin = of;
  }

  /** Saves the state if due; see {@link TrainingListener#iteration}. */
  void iteration(OptimizerState state, double seconds, Selection selection) {
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

  /** Saves the last state, if checkpoints are enabled. */
  public void saveLast() {
    boolean on = config.intervalIterations() > 0 || config.intervalSeconds() > 0;
    if (on && latest != null && latest.iteration() > savedIteration) {
      save();
    }
  }

  /** The name of the newest checkpoint for messages; empty if there is none. */
  public Optional<String> lastSaved() {
    return saved ? Optional.of(store.display(savedIteration)) : Optional.empty();
  }

  private void save() {
    store.save(
        new Checkpoint(
            identity, latest, latestSelection, origin, latestSeconds, metrics.saved(), refinedAt),
        this::added);
  }

  private void added() {
    savedIteration = latest.iteration();
    savedSeconds = latestSeconds;
    saved = true;
  }
}
