package org.sparksoftmax.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * The base class of fuzz tests for readers of untrusted bytes. Each test run reads the seeds and,
 * for {@link #SECONDS}, mutations of them. With {@code -Pfuzz}, Jazzer searches for new inputs,
 * guided by coverage.
 */
public abstract class UntrustedInput {

  private static final double SECONDS = 1.5;
  private static final int MOST_INPUTS = 20_000;

  private final List<Class<?>> refusals;

  /**
   * @param refusals the exceptions that say that the input is bad; anything else is a failure
   */
  protected UntrustedInput(Class<?>... refusals) {
    this.refusals = List.of(refusals);
  }

  /** Reads {@code input} and checks the result. */
  protected abstract void read(byte[] input) throws IOException;

  @FuzzTest(maxDuration = "24h")
  @Timeout(60)
  public void fuzz(byte[] input) throws IOException {
    try {
      read(input);
    } catch (IOException | RuntimeException refused) {
      if (!refusals.contains(refused.getClass())) {
        throw refused;
      }
      assertThat(refused.getMessage()).matches("\\P{Cc}+");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  public void mutationsOfTheSeedsAreReadOrRefused() {
    List<byte[]> seeds = seeds();
    assertThat(seeds).isNotEmpty();
    Random random = new Random(1);
    Mutator mutator = new Mutator(seeds, random);
    long end = System.nanoTime() + (long) (SECONDS * 1e9);
    for (int n = 0; n < MOST_INPUTS && System.nanoTime() < end; n++) {
      byte[] input = mutator.next();
      byte[] untouched = input.clone();
      try {
        fuzz(input);
      } catch (Exception | AssertionError | OutOfMemoryError | StackOverflowError failed) {
        throw new AssertionError(
            "Fails on the bytes " + HexFormat.of().formatHex(untouched), failed);
      }
    }
  }

  private List<byte[]> seeds() {
    String folder = getClass().getSimpleName() + "Inputs/fuzz";
    try (Stream<Path> files = Files.list(Path.of(getClass().getResource(folder).toURI()))) {
      return files.sorted().map(UntrustedInput::bytes).toList();
    } catch (IOException | URISyntaxException cannot) {
      throw new AssertionError("Cannot read the seeds in " + folder, cannot);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }
}
