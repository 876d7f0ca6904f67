package org.sparksoftmax.train.checkpoint;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ResumedConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;

/** Resumes an interrupted run and makes the current run resumable. */
public final class Checkpoints {

  private final CheckpointStore store;
  private final TrainingConfig config;
  private final Optional<Checkpoint> resumed;
  private final byte[] earlierMetrics;

  private Checkpoints(
      CheckpointStore store,
      TrainingConfig config,
      Optional<Checkpoint> resumed,
      byte[] earlierMetrics) {
    this.store = store;
    this.config = config;
    this.resumed = resumed;
    this.earlierMetrics = earlierMetrics;
  }

  /** Prepares a new run. */
  public static Checkpoints begin(OutputDirectory output, TrainingConfig config) {
    CheckpointStore store = new CheckpointStore(output, config.checkpoint().keep());
    return new Checkpoints(store, config, Optional.empty(), new byte[0]);
  }

  /**
   * Prepares a run that continues from the newest intact checkpoint, or starts anew if there are no
   * checkpoints.
   *
   * @param notice the consumer of messages about damaged checkpoints and the starting point
   * @throws OutputException if all checkpoints are damaged, or if the configuration differs
   */
  public static Checkpoints resume(
      OutputDirectory output, TrainingConfig config, Consumer<String> notice) {
    CheckpointStore store = new CheckpointStore(output, config.checkpoint().keep());
    store.requireNoSearch();
    Optional<Checkpoint> newest = store.newest(notice);
    newest.ifPresentOrElse(
        checkpoint -> {
          String name = name(store, checkpoint);
          ResumeRules.requireSameConfig(
              name, checkpoint.identity().config(), config.resolvedJson());
          notice.accept(
              String.format(
                  Locale.ROOT,
                  "resuming at iteration %d from %s",
                  checkpoint.state().iteration(),
                  name));
        },
        () ->
            notice.accept(
                String.format(
                    Locale.ROOT, "no checkpoint in %s: starting anew", output.display())));
    TrainingConfig resumed =
        newest
            .map(checkpoint -> ResumedConfig.of(config, checkpoint.identity().config()))
            .orElse(config);
    return new Checkpoints(
        store,
        resumed,
        newest,
        newest.map(checkpoint -> metrics(output, checkpoint, notice)).orElse(new byte[0]));
  }

  private static byte[] metrics(
      OutputDirectory output, Checkpoint checkpoint, Consumer<String> notice) {
    try {
      Optional<byte[]> lines = checkpoint.metrics().read(output);
      if (lines.isEmpty()) {
        notice.accept(
            String.format(
                Locale.ROOT,
                "%s no longer has the iterations up to the checkpoint: the new one begins after them",
                output.display(MetricsFile.NAME)));
      }
      return lines.orElse(new byte[0]);
    } catch (IOException cannot) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot read %s: %s",
              output.display(MetricsFile.NAME),
              cannot.getMessage()),
          cannot);
    }
  }

  /** The configuration of the run, which {@code auto} may take from the run to resume. */
  public TrainingConfig config() {
    return config;
  }

  /** The checkpoint to resume from; empty for a new run. */
  public Optional<Checkpoint> resumed() {
    return resumed;
  }

  /** The versions of tables that the run to resume began with; none for a new run. */
  public TableVersions tables() {
    return resumed.map(checkpoint -> checkpoint.identity().tables()).orElse(TableVersions.NONE);
  }

  /** The lines of metrics.jsonl up to the checkpoint to resume from. */
  public byte[] earlierMetrics() {
    return earlierMetrics;
  }

  /**
   * Starts saving the states of a run on {@code data}.
   *
   * @throws OutputException if the checkpoint belongs to other data or another model
   */
  public Checkpointing during(TrainingData data, ParameterLayout layout, MetricsFile metrics) {
    RunIdentity identity =
        new RunIdentity(
            config.resolvedJson(),
            data.train().fingerprint(),
            data.train().rows(),
            data.schema().features(),
            data.classes().size(),
            TableVersions.of(data.sets()));
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
