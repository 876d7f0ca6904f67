package org.sparksoftmax.cli.cluster;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A wait for the cluster: when it is told, and when it has lasted too long. */
final class Wait {

  /** The seconds after which a wait is told first. */
  static final double FIRST = 15;

  /** The seconds between two lines. */
  static final double INTERVAL = 60;

  private final double limit;
  private final Consumer<String> out;
  private double waited;
  private double next = FIRST;

  /**
   * @param limit seconds, after which the wait ends
   * @param out receives the lines
   */
  Wait(double limit, Consumer<String> out) {
    this.limit = limit;
    this.out = out;
  }

  /**
   * Takes the present state into account.
   *
   * @param seconds how long the command has been waiting; empty if it works
   * @param reason what is missing; asked for only if a line is due
   * @return the message to end the command with, once the wait is over its limit
   */
  Optional<String> update(OptionalDouble seconds, Supplier<String> reason) {
    if (seconds.isEmpty() || seconds.getAsDouble() < waited) {
      workAgain();
    }
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    waited = seconds.getAsDouble();
    if (waited >= limit) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "Nothing from the cluster for %.0f s (cluster.wait-seconds = %s): %s",
              waited,
              plain(limit),
              reason.get()));
    }
    if (waited >= next) {
      out.accept(
          String.format(
              Locale.ROOT,
              "waiting for the cluster for %.0f s (at most %s): %s",
              waited,
              plain(limit),
              reason.get()));
      next += INTERVAL;
    }
    return Optional.empty();
  }

  private void workAgain() {
    if (next > FIRST) {
      out.accept(String.format(Locale.ROOT, "the cluster works again after %.0f s", waited));
    }
    waited = 0;
    next = FIRST;
  }

  private static String plain(double seconds) {
    return seconds == Math.rint(seconds)
        ? String.format(Locale.ROOT, "%.0f", seconds)
        : Double.toString(seconds);
  }
}
