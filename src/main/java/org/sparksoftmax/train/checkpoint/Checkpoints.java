package org.sparksoftmax.train.checkpoint;

import java.util.Optional;
import java.util.function.Consumer;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;

/** Resumes stopped runs, and saves the states of a run so that it can be resumed. */
public final class Checkpoints {

  private final CheckpointStore store;
  private final TrainingConfig config;
  private final Optional<Checkpoint> resumed;

  private Checkpoints(CheckpointStore store, TrainingConfig config, Optional<Checkpoint> resumed) {
    this.store = store;
    this.config = config;
    this.resumed = resumed;
  }

  /** Of a run that begins anew. */
  public static Checkpoints begin(OutputDirectory output, TrainingConfig config) {
    CheckpointStore store = new CheckpointStore(output, config.checkpoint().keep());
    return new Checkpoints(store, config, Optional.empty());
  }

  /**
   * Of a run that resumes from the newest complete checkpoint, or starts anew if there never was
   * one.
   *
   * @param notice is told of damaged checkpoints and of where the run resumes
   * @throws OutputException if no checkpoint is whole, or if the configuration is another one
   */
  public static Checkpoints resume(
      OutputDirectory output, TrainingConfig config, Consumer<String> notice) {
    CheckpointStore store = new CheckpointStore(output, config.checkpoint().keep());
    Optional<Checkpoint> newest = store.newest(notice);
    newest.ifPresentOrElse(
        checkpoint -> {
          String name = name(store, checkpoint);
          ResumeRules.requireSameConfig(
              name, checkpoint.identity().config(), config.resolvedJson());
          notice.accept(
              "resuming at iteration %d from %s".formatted(checkpoint.state().iteration(), name));
        },
        () -> notice.accept("no checkpoint in %s: beginning anew".formatted(output.display())));
    return new Checkpoints(store, config, newest);
  }

  /** The state to resume from; empty if the run starts anew. */
  public Optional<Checkpoint> resumed() {
    return resumed;
  }

  /** The lines of metrics.jsonl up to the state to resume from. */
  public byte[] earlierMetrics() {
    return resumed.map(Checkpoint::metrics).orElse(new byte[0]);
  }

  /**
   * Begins to save the states of a run on {@code data}.
   *
   * @throws OutputException if the checkpoint to resume from is of other data or another model
   */
  public Checkpointing during(TrainingData data, ParameterLayout layout, MetricsFile metrics) {
    RunIdentity identity =
        new RunIdentity(
            config.resolvedJson(),
            data.train().fingerprint(),
            data.train().rows(),
            data.schema().features(),
            data.classes().size());
    resumed.ifPresentOrElse(
        checkpoint -> {
          String name = name(store, checkpoint);
          ResumeRules.requireSameData(name, checkpoint.identity(), identity);
          ResumeRules.requireSameLayout(name, checkpoint, layout);
        },
        store::clear);
    return new Checkpointing(store, config.checkpoint(), identity, metrics, resumed);
  }

  private static String name(CheckpointStore store, Checkpoint checkpoint) {
    return store.display(checkpoint.state().iteration());
  }
}
