package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.StopReason;

/** Tests typical table columns, whose values no storage or update rule may lose. */
class RawNumbersIT {

  private static final int ROWS = 600;

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = OptimaSession.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** The result of a run, and the storage of its data. */
  private record Run(OptimizationResult end, Storage storage, boolean centred) {

    double objective() {
      return end.state().value().objective();
    }
  }

  @Test
  void wholeDatesStayExactAndPixelsStayBytes() throws IOException {
    Run dates = train(csv(z -> 20240000 + Math.rint(300 * z)));
    assertThat(dates.storage()).isEqualTo(Storage.F32);
    assertThat(dates.centred()).isTrue();
    Path bytes = Files.writeString(folder.resolve("bytes.csv"), "x,label\n250,a\n251,b\n255,a\n");
    Run pixels = train(bytes);
    assertThat(pixels.storage()).isEqualTo(Storage.U8);
    assertThat(pixels.centred()).isFalse();
  }

  /** Epoch seconds within a minute, or 0 if missing: no centre suits both. */
  @Test
  void whatFloat32CannotTellApartIsStoredInFloat64() throws IOException {
    Run mixed = train(csv(z -> z < 0 ? 0 : 1.7e9 + 20 * z));
    assertThat(mixed.storage()).isEqualTo(Storage.F64);
    assertThat(mixed.end().stopReason()).isEqualTo(StopReason.CONVERGED);
  }

  @Test
  void sizesBeyondFloat32ReachTheOptimumOfUsualOnes() throws IOException {
    double usual = train(csv(z -> z), "standardization=true").objective();
    for (double size : new double[] {1e-130, 1e-40, 1e37, 1e39, 1e130}) {
      for (String preconditioner : List.of("auto", "diagonal", "none")) {
        Run run =
            train(
                csv(z -> size * z),
                "standardization=true",
                "optimizer.preconditioner=" + preconditioner);
        assertThat(run.objective())
            .as("%s %s", size, preconditioner)
            .isCloseTo(usual, within(1e-6));
        assertThat(run.end().stopReason()).isEqualTo(StopReason.CONVERGED);
      }
    }
    for (double size : new double[] {1e-300, 1e300}) {
      assertThatThrownBy(() -> train(csv(z -> size * z), "standardization=true"))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("Cannot standardize feature #0 of ")
          .hasMessageEndingWith("change the unit of the column, or set standardization = false");
    }
  }

  /** Without intercepts but with an L1 penalty, the coordinates do not remove the offsets. */
  @Test
  void owlqnWithoutInterceptsDoesNotTakeAnOffsetForTheOptimum() throws IOException {
    for (double offset : new double[] {1e3, 1e9}) {
      Path data = csv(z -> offset + z);
      double optimum = train(data, "model.intercept=false").objective();
      Run run =
          train(
              data,
              "model.intercept=false",
              "optimizer.type=owlqn",
              "regularization.elastic-net=0.001");
      boolean near = run.objective() < optimum + 1e-3;
      boolean converged = run.end().stopReason() == StopReason.CONVERGED;
      assertThat(near || !converged).as("%s: %s", offset, run).isTrue();
    }
  }

  @Test
  void sparseColumnsFarFromZeroReachTheOptimum() throws IOException {
    Random random = new Random(2);
    StringBuilder all = new StringBuilder();
    StringBuilder half = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      double z = random.nextGaussian();
      int label = z + 0.7 * random.nextGaussian() > 0 ? 1 : 0;
      String rest = i % 3 == 0 ? " 3:" + random.nextGaussian() : "";
      all.append(label + " 1:" + (1.7e9 + 20 * z) + rest + "\n");
      half.append(label + (i % 2 == 0 ? " 1:" + (1e9 + 1e3 * z) + " 2:1" : "") + rest + "\n");
    }
    Path everywhere = Files.writeString(folder.resolve("all.libsvm"), all);
    Run lbfgs = train(everywhere, "data.format=libsvm");
    assertThat(lbfgs.centred()).isTrue();
    assertThat(lbfgs.end().stopReason()).isEqualTo(StopReason.CONVERGED);
    Run owlqn = train(everywhere, "data.format=libsvm", "optimizer.type=owlqn");
    assertThat(owlqn.objective()).isCloseTo(lbfgs.objective(), within(1e-6));
    Path some = Files.writeString(folder.resolve("half.libsvm"), half);
    double optimum = train(some, "data.format=libsvm").objective();
    assertThat(train(some, "data.format=libsvm", "optimizer.type=owlqn").objective())
        .isCloseTo(optimum, within(1e-5));
  }

  /**
   * Writes x, computed by {@code of} from a normal deviate on which the label depends, and another
   * column.
   */
  private Path csv(DoubleUnaryOperator of) throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("x,y,label\n");
    for (int i = 0; i < ROWS; i++) {
      double z = random.nextGaussian();
      String label = z + 0.7 * random.nextGaussian() > 0 ? "b" : "a";
      text.append(of.applyAsDouble(z)).append(',').append(random.nextGaussian());
      text.append(',').append(label).append('\n');
    }
    return Files.writeString(Files.createTempFile(folder, "rows", ".csv"), text);
  }

  private static Run train(Path path, String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of("data.format=csv", "data.path=" + path, "regularization.strength=0.001"));
    all.addAll(List.of(sets));
    TrainingConfig config = ConfigReader.read(Optional.empty(), all, Map.of());
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      return new Run(
          OptimaSession.train(config, data).optimization(),
          data.storage(),
          data.units().isCentred());
    }
  }
}
