package org.sparksoftmax.output;

import java.lang.management.ManagementFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.net.NetUtils;

/**
 * The run that holds the lock of a directory, as written to the lock file.
 *
 * @param token a random token that is unique to the run
 * @param since the start time of the process
 */
record LockHolder(String token, String host, long pid, Instant since) {

  private static final String HOST = NetUtils.getLocalHostname();

  /** Returns this process as the holder, with a new token. */
  static LockHolder self() {
    return new LockHolder(
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

  /** Parses {@link #text()}; empty if it is incomplete. */
  static Optional<LockHolder> parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 5) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LockHolder(lines[0], lines[1], Long.parseLong(lines[2]), Instant.parse(lines[3])));
    } catch (NumberFormatException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * Returns the exception for a lock that another run holds. {@code holder} is empty if the lock
   * file cannot be read.
   */
  static OutputException taken(String output, Optional<LockHolder> holder) {
    return taken(output, holder.map(run -> run.inBrackets("")).orElse(""));
  }

  /**
   * As {@link #taken(String, Optional)}, for a lock that its holder renews.
   *
   * @param expiry the time until the lock expires unless it is renewed
   */
  static OutputException taken(String output, Optional<LockHolder> holder, Duration expiry) {
    String killed =
        String.format(
            Locale.ROOT, "if it was killed, its lock expires in %d s", 1 + expiry.toSeconds());
    return taken(
        output, holder.map(run -> run.inBrackets("; " + killed)).orElse(" (" + killed + ")"));
  }

  private static OutputException taken(String output, String holder) {
    return new OutputException(
        String.format(
            Locale.ROOT,
            "Cannot write to --output %s: another run is writing there%s; wait for it, or name another directory",
            output,
            holder));
  }

  /** Returns the exception for a lock that another run has taken over from this one. */
  static OutputException lost(String output, Optional<LockHolder> holder) {
    return new OutputException(
        String.format(
            Locale.ROOT,
            "Cannot write to --output %s: another run%s has taken it over, because this run did not renew its lock in time; its files now belong to the other run",
            output,
            holder.map(run -> run.inBrackets("")).orElse("")));
  }

  private String inBrackets(String more) {
    return String.format(Locale.ROOT, " (host %s, pid %d, since %s%s)", host, pid, since, more);
  }
}
