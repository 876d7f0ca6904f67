package org.sparksoftmax.output;

import java.lang.management.ManagementFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.net.NetUtils;

/**
 * The run that writes to a directory, as its lock tells the others.
 *
 * @param token random; no two runs have the same
 * @param since when the process started
 */
record Writer(String token, String host, long pid, Instant since) {

  private static final String HOST = NetUtils.getLocalHostname();

  /** This process, with a new token. */
  static Writer self() {
    return new Writer(
        UUID.randomUUID().toString(),
        HOST,
        ProcessHandle.current().pid(),
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())
            .truncatedTo(ChronoUnit.SECONDS));
  }

  /** The content of a lock file. */
  String text() {
    return String.join("\n", token, host, Long.toString(pid), since.toString(), "");
  }

  /** Reads {@link #text()} back; empty if it is not whole. */
  static Optional<Writer> parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 5) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Writer(lines[0], lines[1], Long.parseLong(lines[2]), Instant.parse(lines[3])));
    } catch (NumberFormatException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  /** Another run holds the lock; {@code writer} is empty if its lock cannot be read. */
  static OutputException taken(String output, Optional<Writer> writer) {
    return new OutputException(
        "Cannot write to --output %s: another run is writing there%s; wait for it, or name another directory"
            .formatted(output, writer.map(Writer::inBrackets).orElse("")));
  }

  /** Another run has taken over the lock that this one held. */
  static OutputException lost(String output, Optional<Writer> writer) {
    return new OutputException(
        "Cannot write to --output %s: another run%s has taken it over, because this one did not renew its lock in time; what is there now is the other run's"
            .formatted(output, writer.map(Writer::inBrackets).orElse("")));
  }

  private String inBrackets() {
    return " (host %s, pid %d, since %s)".formatted(host, pid, since);
  }
}
