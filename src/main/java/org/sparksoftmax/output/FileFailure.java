package org.sparksoftmax.output;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.text.Causes;

/**
 * Why a file cannot be read or written: what the file system says, in one line and without the
 * stack trace that a NameNode adds, and what to do.
 *
 * @param reason the line
 * @param ofWrite whether only a write fails so
 */
public record FileFailure(String reason, boolean ofWrite) {

  /** A failure that HDFS describes, also within the message of a failed task. */
  private record Kind(Pattern says, Function<Matcher, FileFailure> failure) {
    Optional<FileFailure> in(String message) {
      Matcher said = says.matcher(message);
      return said.find() ? Optional.of(failure.apply(said)) : Optional.empty();
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          kind(
              "Permission denied: user=[^,\\r\\n]+, access=(\\w+), inode=\"[^\"\\r\\n]*\"\\S*",
              said ->
                  new FileFailure(
                      said.group() + "; give the user this access, or name another path",
                      said.group(1).contains("WRITE"))),
          kind(
              "The NameSpace quota [^\\r\\n]* is exceeded: quota=\\d+ file count=\\d+",
              said ->
                  new FileFailure(
                      said.group() + "; raise it, delete files there, or name another directory",
                      true)),
          kind(
              "The DiskSpace quota [^\\r\\n]* is exceeded: [^\\r\\n]*?diskspace consumed = \\d+ B(?: = [\\d.]+ \\w+)?",
              said ->
                  new FileFailure(
                      said.group()
                          + " (a file that is being written takes a whole block, dfs.blocksize, of each replica); raise it, delete files there, or name another directory",
                      true)),
          kind(
              "(?:[A-Z][^\\r\\n:]*?\\. ?)?Name ?node is in safe mode",
              said ->
                  new FileFailure(
                      said.group()
                          + ", which permits no changes; repeat the command when 'hdfs dfsadmin -safemode wait' ends",
                      !said.group().startsWith("Zero blocklocations"))),
          kind(
              "Could not obtain block: (\\S+) file=(\\S+)",
              said ->
                  new FileFailure(
                      String.format(
                          Locale.ROOT,
                          "no DataNode gives block %s of %s; 'hdfs fsck %s -blocks -locations' shows where its replicas should be",
                          said.group(1),
                          said.group(2),
                          said.group(2)),
                      false)),
          kind(
              "File \\S+ could only be (?:written|replicated) to [^\\r\\n]*?(?=\\.\\s|\\.?[\\r\\n]|$)",
              said ->
                  new FileFailure(
                      said.group()
                          + ": too few DataNodes run or have room; repeat the command when 'hdfs dfsadmin -report' shows some",
                      true)),
          kind(
              "All datanodes \\[?[^\\r\\n]*? are bad",
              said ->
                  new FileFailure(
                      said.group()
                          + "; repeat the command when 'hdfs dfsadmin -report' shows enough DataNodes",
                      true)),
          kind(
              "(?:End of File Exception|Failed on local exception)[^\\r\\n]*?destination host is: \"([^\"\\r\\n]+)\":(\\d+)",
              said -> silent(said.group(1) + ":" + said.group(2), "it closed the connection")),
          kind(
              "Call From \\S+ to (\\S+) failed on [^\\r\\n]*?Exception: ([^;\\r\\n]*?)(?:\\. ch : |[;\\r\\n]|$)",
              said -> silent(said.group(1), said.group(2).strip())));

  private static FileFailure silent(String address, String why) {
    return new FileFailure(
        String.format(
            Locale.ROOT,
            "%s does not answer (%s); correct the address, or repeat the command when the NameNode runs",
            address,
            why),
        false);
  }

  private static Kind kind(String says, Function<Matcher, FileFailure> failure) {
    return new Kind(Pattern.compile(says), failure);
  }

  /** The failure, if it or one of its causes is of a kind that HDFS describes. */
  public static Optional<FileFailure> of(Throwable thrown) {
    return Causes.of(thrown)
        .map(cause -> of(String.valueOf(cause.getMessage())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<FileFailure> of(String message) {
    return KINDS.stream().map(kind -> kind.in(message)).flatMap(Optional::stream).findFirst();
  }

  /** Why a file system failed: the first line of its message, with a remedy if one is known. */
  public static String reason(Throwable thrown) {
    return of(thrown)
        .map(FileFailure::reason)
        .orElseGet(
            () -> {
              String message =
                  thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
              return message.lines().findFirst().orElse(message);
            });
  }
}
