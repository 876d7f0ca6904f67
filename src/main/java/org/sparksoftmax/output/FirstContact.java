package org.sparksoftmax.output;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.text.Causes;

/**
 * Lists the first name in a bucket, once for each bucket and with few attempts: with its usual
 * settings, S3A repeats a request for minutes if its endpoint cannot be reached.
 */
final class FirstContact {

  static final String SCHEME = "s3a";
  private static final String ENDPOINT = "fs.s3a.endpoint";

  /**
   * The settings of the first contact, except those that the user made: one request and two more.
   */
  private static final Map<String, String> FEW_ATTEMPTS =
      Map.of(
          "fs.s3a.attempts.maximum", "0",
          "fs.s3a.retry.limit", "2",
          "fs.s3a.retry.interval", "200ms",
          "fs.s3a.retry.throttle.limit", "2",
          "fs.s3a.connection.establish.timeout", "15s",
          "fs.s3a.connection.request.timeout", "15s",
          "fs.s3a.paging.maximum", "1");

  /** The codes of S3 for keys that it does not know, and for a wrong secret or token. */
  private static final Pattern REJECTED =
      Pattern.compile(
          "InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken|AuthorizationHeaderMalformed");

  private static final Pattern NO_CREDENTIALS =
      Pattern.compile("(?i)no (?:aws )?credentials|unable to load credentials");

  private static final Pattern UNREACHABLE =
      Pattern.compile("ConnectException|NoRouteToHost|UnknownHost|Timeout|TimedOut|SSL.*");

  /** The buckets that have been reached. */
  private static final Set<String> REACHED = ConcurrentHashMap.newKeySet();

  private FirstContact() {}

  /** Why the bucket of a path cannot be used. */
  record Failure(String why, IOException cause) {}

  /** Contacts the bucket of a file system, unless it has been reached before. */
  static Optional<Failure> with(FileSystem fileSystem, Configuration hadoop) {
    String bucket = fileSystem.getUri().getAuthority();
    if (!SCHEME.equals(fileSystem.getUri().getScheme())) {
      return Optional.empty();
    }
    // Another session of this process may have other settings.
    String contact = bucket + " " + settings(bucket, hadoop);
    if (REACHED.contains(contact)) {
      return Optional.empty();
    }
    try (FileSystem once = FileSystem.newInstance(fileSystem.getUri(), withFewAttempts(hadoop))) {
      once.listStatusIterator(new Path("/")).hasNext();
    } catch (IOException failed) {
      Optional<String> why = why(failed, bucket, hadoop);
      if (why.isPresent()) {
        return Optional.of(new Failure(why.get(), failed));
      }
    }
    REACHED.add(contact);
    return Optional.empty();
  }

  /** A hash of what decides which store a bucket is in and who asks. */
  private static int settings(String bucket, Configuration hadoop) {
    return List.of("endpoint", "access.key", "secret.key", "session.token").stream()
        .map(key -> setting(key, bucket, hadoop))
        .collect(Collectors.toList())
        .hashCode();
  }

  private static String setting(String key, String bucket, Configuration hadoop) {
    return hadoop.getTrimmed(
        "fs.s3a.bucket." + bucket + "." + key, hadoop.getTrimmed("fs.s3a." + key, ""));
  }

  private static Configuration withFewAttempts(Configuration hadoop) {
    Configuration few = new Configuration(hadoop);
    FEW_ATTEMPTS.forEach(
        (key, value) -> {
          if (FileSystems.isDefault(key, hadoop)) {
            few.set(key, value);
          }
        });
    return few;
  }

  /** The reason and the remedy; empty if only the listing was refused. */
  private static Optional<String> why(IOException failed, String bucket, Configuration hadoop) {
    String messages =
        Causes.of(failed)
            .map(cause -> String.valueOf(cause.getMessage()))
            .collect(Collectors.joining("\n"));
    Matcher rejected = REJECTED.matcher(messages);
    if (rejected.find()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the store rejects the credentials (%s): correct spark.hadoop.fs.s3a.access.key and spark.hadoop.fs.s3a.secret.key in the file of --properties-file",
              rejected.group()));
    }
    if (NO_CREDENTIALS.matcher(messages).find()) {
      return Optional.of(
          "there are no credentials: set spark.hadoop.fs.s3a.access.key and spark.hadoop.fs.s3a.secret.key in the file of --properties-file");
    }
    if (isNamed(failed, Pattern.compile("UnknownStoreException"))) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "there is no bucket %s at %s: create it, or correct its name",
              bucket,
              endpoint(bucket, hadoop)));
    }
    if (isNamed(failed, UNREACHABLE)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s cannot be reached (%s): correct spark.hadoop.%s",
              endpoint(bucket, hadoop),
              innermost(failed),
              ENDPOINT));
    }
    return failed instanceof java.nio.file.AccessDeniedException
        ? Optional.empty()
        : Optional.of("the store does not answer as expected: " + firstLine(failed.getMessage()));
  }

  private static boolean isNamed(Throwable failed, Pattern name) {
    return Causes.of(failed).anyMatch(cause -> name.matcher(cause.getClass().getName()).find());
  }

  private static String endpoint(String bucket, Configuration hadoop) {
    String endpoint = setting("endpoint", bucket, hadoop);
    return endpoint.isEmpty() ? "the endpoint of AWS" : "the endpoint " + endpoint;
  }

  private static String innermost(Throwable failed) {
    return Causes.of(failed)
        .reduce((outer, inner) -> inner)
        .map(cause -> cause.getMessage() == null ? cause.toString() : firstLine(cause.getMessage()))
        .orElse("");
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }
}
