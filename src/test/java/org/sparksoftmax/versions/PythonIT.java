package org.sparksoftmax.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;

/**
 * The tests of the Python package on the newest and the oldest Spark, and on every one with {@code
 * mvn -Pspark-versions verify}. They skip themselves where Python cannot be used.
 */
class PythonIT {

  private static final Duration LIMIT = Duration.ofMinutes(40);

  static Stream<String> versions() {
    boolean all = "all".equals(System.getProperty("softmax.versions"));
    return all ? Stream.of("4.2", "4.1", "4.0", "3.5") : Stream.of("4.2", "3.5");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void passesOnSpark(String version) {
    Result result =
        Command.of(Command.PROJECT.resolve("src/test/python/run.sh"), version).within(LIMIT).run();
    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    String said = result.out().strip();
    assumeThat(said).as(said).doesNotStartWith("skipped:");
    assertThat(said).as(said + result.err()).contains(" passed");
  }
}
