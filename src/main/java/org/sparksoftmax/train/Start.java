package org.sparksoftmax.train;

import java.util.Optional;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.checkpoint.Checkpoint;

/** Where a training run starts. */
public sealed interface Start {

  /** From θ = 0, or from the random weights of a network. */
  record Anew() implements Start {}

  /**
   * From the parameters of a model.
   *
   * @param model of the features and classes of the data, in their order; with intercepts only if
   *     the run has them
   */
  record From(SoftmaxModel model) implements Start {}

  /**
   * From the state at which another run stopped.
   *
   * @param checkpoint of a run on the same data and with the same configuration
   */
  record Resume(Checkpoint checkpoint) implements Start {}

  /** From {@code model}, if there is one. */
  static Start from(Optional<SoftmaxModel> model) {
    return model.<Start>map(From::new).orElseGet(Anew::new);
  }

  /** The checkpoint to resume from, if there is one. */
  default Optional<Checkpoint> resumedFrom() {
    return this instanceof Resume resume ? Optional.of(resume.checkpoint()) : Optional.empty();
  }
}
