package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.checkpoint.Checkpoint;

/** The starting point of a training run. */
public sealed interface Start {

  /** Starts at θ = 0 or, for a network, at random weights. */
  record Anew() implements Start {}

  /**
   * Starts at the parameters of a model.
   *
   * @param model a model with the features and classes of the data, in their order; it has
   *     intercepts only if the run has them
   */
  record From(SoftmaxModel model) implements Start {}

  /**
   * Continues from the state of an interrupted run.
   *
   * @param checkpoint a checkpoint of a run on the same data and with the same configuration
   */
  record Resume(Checkpoint checkpoint) implements Start {}

  /** Starts at {@code model} if it is present, else anew. */
  static Start from(Optional<SoftmaxModel> model) {
    return model.<Start>map(From::new).orElseGet(Anew::new);
  }

  /** The checkpoint to resume from, if there is one. */
  default Optional<Checkpoint> resumedFrom() {
    return this instanceof Resume resume ? Optional.of(resume.checkpoint()) : Optional.empty();
  }
}
