package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.FaultyFileSystem;
import org.sparksoftmax.output.FaultyFileSystem.Fault;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputDirectory.Mode;
import org.sparksoftmax.output.OutputException;

/** If replacing a model fails at any point, the previous or the complete new model is available. */
class ModelReplacementTest {

  private static final int MOST_OPERATIONS = 200;

  @TempDir private Path temporary;
  private Path folder;
  private final Configuration hadoop = FaultyFileSystem.register(new Configuration());
  private final SoftmaxModel earlier = model(1, 2);

  @BeforeEach
  @AfterEach
  void nothingFails() {
    FaultyFileSystem.reset();
    folder = temporary.resolve("run");
  }

  private static SoftmaxModel model(double weight, int features) {
    double[] parameters = new double[2 * features];
    java.util.Arrays.fill(parameters, weight);
    return new SoftmaxModel(
        LabelIndex.inGivenOrder(List.of("a", "b")),
        FeatureSchema.unnamed(features),
        false,
        parameters);
  }

  private void save(SoftmaxModel model) {
    try (OutputDirectory output =
        OutputDirectory.open("faulty:" + folder, Mode.OVERWRITE, hadoop)) {
      ModelStore.save(model, output);
    }
  }

  private String loaded() {
    return ModelStore.load("faulty:" + folder, hadoop).sha256();
  }

  private List<String> present() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(temporary)) {
          Files.delete(file);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "THROWS, RENAMES, 2",
    "THROWS, COPIES, 2",
    "SAYS_NO, RENAMES, 2",
    "SAYS_NO, COPIES, 2",
    "DIES, COPIES, 2",
    "DIES, RENAMES, 1",
    "DIES, RENAMES, 5",
    "DIES, COPIES, 1",
    "THROWS, STORES, 2",
    "DIES, STORES, 2",
    "DIES, STORES, 5"
  })
  void anyOperationMayFail(Fault fault, String renaming, int features) throws IOException {
    SoftmaxModel later = model(2, features);
    int failures = 0;
    for (int at = 0; ; at++) {
      assertThat(at).as("operations").isLessThan(MOST_OPERATIONS);
      clear();
      FaultyFileSystem.reset();
      choose(renaming);
      save(earlier);
      FaultyFileSystem.failAfter(at, fault);
      Throwable failure = catchThrowable(() -> save(later));
      boolean reached = FaultyFileSystem.hasFailed();
      FaultyFileSystem.reset();
      choose(renaming);
      if (!reached) {
        assertThat(failure).isNull();
        assertThat(loaded()).isEqualTo(later.sha256());
        break;
      }
      if (failure != null) {
        failures++;
        assertThat(failure).as("at %d", at).isInstanceOf(OutputException.class);
        assertThat(failure.getMessage()).startsWith("Cannot ").hasLineCount(1);
      }
      assertNothingIsLost(at, failure == null, later);
    }
    assertThat(failures).isGreaterThan(10);
  }

  private static void choose(String renaming) {
    switch (renaming) {
      case "COPIES" -> FaultyFileSystem.renameByCopying();
      case "STORES" -> FaultyFileSystem.storeObjects();
      default -> {} // the operating system renames
    }
  }

  private void assertNothingIsLost(int at, boolean done, SoftmaxModel later) throws IOException {
    if (done) {
      assertThat(loaded()).as("at %d", at).isEqualTo(later.sha256());
    } else {
      // The lock of the interrupted run, which would take too long to expire in a test.
      Files.deleteIfExists(folder.resolve(".lock"));
    }
    OutputDirectory.open("faulty:" + folder, Mode.RESUME, hadoop).close();
    assertThat(loaded()).as("at %d", at).isIn(earlier.sha256(), later.sha256());
    assertThat(present()).as("at %d", at).containsExactly("model");
  }

  @Test
  void aFullDiskLeavesTheEarlierModelAlone() throws IOException {
    SoftmaxModel later = model(2, 1000);
    save(earlier);
    for (long bytes : new long[] {0, 1, 100, 8_000, 16_000}) {
      try (OutputDirectory output =
          OutputDirectory.open("faulty:" + folder, Mode.OVERWRITE, hadoop)) {
        FaultyFileSystem.fullAfter(bytes);
        assertThatThrownBy(() -> ModelStore.save(later, output))
            .isInstanceOf(OutputException.class)
            .hasMessage(
                String.format(
                    Locale.ROOT,
                    "Cannot write to faulty:%s/model: No space left on device",
                    folder));
        FaultyFileSystem.reset();
        assertThat(loaded()).isEqualTo(earlier.sha256());
        assertThat(present()).containsExactlyInAnyOrder("model", ".lock");
      }
    }
    assertThat(present()).containsExactly("model");
  }

  @Test
  void aModelThatIsBeingReplacedCanBeLoaded() throws IOException {
    save(earlier);
    Files.move(folder.resolve("model"), folder.resolve(".model.earlier"));
    assertThat(loaded()).isEqualTo(earlier.sha256());
  }
}
