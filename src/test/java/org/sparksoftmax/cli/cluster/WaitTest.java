package org.sparksoftmax.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WaitTest {

  private final List<String> lines = new ArrayList<>();
  private int asked;
  private final Wait wait = new Wait(200, lines::add);

  private Optional<String> after(double seconds) {
    return wait.update(OptionalDouble.of(seconds), this::reason);
  }

  private void works() {
    assertThat(wait.update(OptionalDouble.empty(), this::reason)).isEmpty();
  }

  private String reason() {
    asked++;
    return "no worker";
  }

  @Test
  void shortWaitsAreSilent() {
    for (int second = 0; second < 15; second++) {
      assertThat(after(second)).isEmpty();
    }
    works();
    assertThat(lines).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void aLongWaitIsToldAfter15SecondsAndThenEachMinuteUntilItsLimit() {
    for (int second = 0; second < 200; second++) {
      assertThat(after(second)).isEmpty();
    }
    assertThat(lines)
        .containsExactly(
            "waiting for the cluster for 15 s (at most 200): no worker",
            "waiting for the cluster for 75 s (at most 200): no worker",
            "waiting for the cluster for 135 s (at most 200): no worker",
            "waiting for the cluster for 195 s (at most 200): no worker");
    assertThat(after(200))
        .hasValue("Nothing from the cluster for 200 s (cluster.wait-seconds = 200): no worker");
  }

  @Test
  void theEndOfAWaitIsToldAndTheNextOneStartsAnew() {
    after(16);
    works();
    works();
    after(15);
    after(0.5); // a wait that began between two looks
    assertThat(lines)
        .containsExactly(
            "waiting for the cluster for 16 s (at most 200): no worker",
            "the cluster works again after 16 s",
            "waiting for the cluster for 15 s (at most 200): no worker",
            "the cluster works again after 15 s");
  }

  @Test
  void fractionsOfALimitAreShown() {
    assertThat(new Wait(2.5, lines::add).update(OptionalDouble.of(3), this::reason))
        .hasValue("Nothing from the cluster for 3 s (cluster.wait-seconds = 2.5): no worker");
  }
}
