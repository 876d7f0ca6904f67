package org.sparksoftmax.run;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.TrainingProblem;
import org.sparksoftmax.train.checkpoint.Checkpointing;
import org.sparksoftmax.train.checkpoint.Checkpoints;
import org.sparksoftmax.train.checkpoint.MetricsFile;
import org.sparksoftmax.train.checkpoint.TrainingListener;

/**
 * A training run on loaded data, used by the command line, the Java API and pipelines.
 *
 * @param initial the model to start from unless the run resumes; its features and classes are in
 *     the order of the data
 * @param listener the listener to notify of each iteration
 */
public record TrainingRun(
    TrainingConfig config,
    TrainingData data,
    Optional<SoftmaxModel> initial,
    TrainingListener listener) {

  /** Trains without writing files. */
  public Trainer.Result train() {
    return new Trainer(config).train(data, Start.from(initial), listener);
  }

  /**
   * Trains with {@code metrics.jsonl} and checkpoints in {@code directory}.
   *
   * @param checkpoints the checkpoints of this directory, which determine whether the run resumes
   * @param savesLast the stop reasons after which the last state is saved; it is also saved if the
   *     run fails
   * @param interrupted the consumer of the last saved checkpoint if the run fails
   */
  public Trainer.Result train(
      OutputDirectory directory,
      Checkpoints checkpoints,
      Predicate<StopReason> savesLast,
      Consumer<String> interrupted) {
    try (MetricsFile metrics = new MetricsFile(directory, checkpoints.earlierMetrics())) {
      Checkpointing checkpointing =
          checkpoints.during(data, TrainingProblem.layout(config, data), metrics);
      TrainingListener written =
          (state, seconds, validation, selection) -> metrics.iteration(state, seconds, validation);
      Start start =
          checkpoints.resumed().<Start>map(Start.Resume::new).orElseGet(() -> Start.from(initial));
      try {
        Trainer.Result result =
            new Trainer(config).train(data, start, checkpointing.after(written.andThen(listener)));
        if (savesLast.test(result.optimization().stopReason())) {
          checkpointing.saveLast();
        }
        return result;
      } catch (Throwable failure) { // Spark's exceptions are undeclared
        saveAfter(failure, checkpointing);
        checkpointing.lastSaved().ifPresent(interrupted);
        throw failure;
      }
    }
  }

  /** Saves the last state of a run that failed, unless that fails too. */
  private static void saveAfter(Throwable failure, Checkpointing checkpointing) {
    try {
      checkpointing.saveLast();
    } catch (RuntimeException | OutOfMemoryError cannot) {
      failure.addSuppressed(cannot);
    }
  }
}
