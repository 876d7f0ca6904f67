package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.ModelSize;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.train.MemoryEstimate.Inputs;
import org.sparksoftmax.train.MemoryEstimate.Model;
import org.sparksoftmax.train.MemoryEstimate.Multiplier;
import org.sparksoftmax.train.MemoryEstimate.Place;
import org.sparksoftmax.train.MemoryEstimate.Structure;

/** Tests the memory estimate. */
class PreflightTest {

  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final Place LOCAL = new Place(true, 2, 1);
  private static final Place CLUSTER = new Place(false, 2, 2);

  private static Inputs wide(long storedValues, int pairs, int partitions, Place place) {
    return new Inputs(
        200_000,
        50,
        10_000_050,
        Structure.SPARSE,
        storedValues,
        4,
        pairs,
        0,
        Model.NONE,
        0,
        0,
        Multiplier.ONE,
        partitions,
        place);
  }

  private static long bytesAnEntry(long bytes, Inputs in) {
    return Math.round((bytes - MemoryEstimate.SPARK) / (double) in.entries());
  }

  @Test
  void theDriverOfAClusterHoldsStateAndSums() {
    Inputs in = wide(1_000_000_000, 10, 2, CLUSTER);
    MemoryEstimate estimate = MemoryEstimate.of(in);
    // θ and gradient, direction and trials: 48; ten pairs: 80; θ sent: 8; sums: 16.
    assertThat(bytesAnEntry(estimate.driver(), in)).isEqualTo(152);
    // θ: 8; a sum of 8 and its serialized forms.
    assertThat(bytesAnEntry(estimate.executor(), in)).isEqualTo(32);
    assertThat(estimate.results()).isEqualTo(2 * 8 * in.entries());
  }

  @Test
  void withALocalMasterTheSumOfTheTaskIsThatOfTheDriver() {
    Inputs in = wide(1_000_000_000, 10, 2, LOCAL);
    assertThat(bytesAnEntry(MemoryEstimate.of(in).driver(), in)).isEqualTo(152);
    assertThat(MemoryEstimate.of(in).results()).isZero();
  }

  @Test
  void gradientsOfFeaturesThatCannotOccurAreNotCounted() {
    Inputs in = wide(20_000, 0, 2, CLUSTER);
    MemoryEstimate estimate = MemoryEstimate.of(in);
    assertThat(bytesAnEntry(estimate.driver(), in)).isEqualTo(72);
    assertThat(estimate.results()).isLessThan(10 * MB);
  }

  @Test
  void denseTasksHaveWeightsAndGradientsOfTheirOwn() {
    Inputs in =
        new Inputs(
            100_000,
            10,
            1_000_010,
            Structure.DENSE,
            1,
            8,
            0,
            0,
            Model.NONE,
            0,
            0,
            Multiplier.OTHER,
            4,
            CLUSTER);
    MemoryEstimate estimate = MemoryEstimate.of(in);
    // State 16, direction and trials 32, θ multiplied 8, θ serialized 8, sums 16.
    assertThat(bytesAnEntry(estimate.driver(), in)).isEqualTo(80);
    // θ: 16; two threads, each with 16 for its copies; 24 for the sum.
    assertThat(bytesAnEntry(estimate.executor(), in)).isEqualTo(72);
  }

  @Test
  void thePreconditionersAreCounted() {
    Inputs plain = wide(1_000_000_000, 0, 2, CLUSTER);
    long none = MemoryEstimate.of(plain).driver();
    assertThat(MemoryEstimate.of(with(plain, Model.DIAGONAL, 0)).driver() - none)
        .isEqualTo(4 * plain.entries());
    assertThat(MemoryEstimate.of(with(plain, Model.HESSIAN, 100 * MB)).driver() - none)
        .isEqualTo(16 * plain.entries() + 100 * MB);
  }

  private static Inputs with(Inputs in, Model model, long sampleBytes) {
    return new Inputs(
        in.features(),
        in.classes(),
        in.entries(),
        in.structure(),
        in.storedValues(),
        in.valueBytes(),
        in.pairs(),
        in.vectors(),
        model,
        sampleBytes,
        in.moves(),
        in.multiplier(),
        in.partitions(),
        in.place());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "16, 16", "17, 3", "32, 5", "100, 10", "512, 22"})
  void aTreeSendsFewSumsToTheDriver(int partitions, int results) {
    assertThat(MemoryEstimate.lastResults(partitions)).isEqualTo(results);
  }

  private static void require(Inputs in, long driver, long executor, long results) {
    Preflight.require(in, MemoryEstimate.of(in), new Preflight.Given(driver, executor, results));
  }

  @Test
  void aRunThatFitsIsLetThrough() {
    assertThatCode(() -> require(wide(1_000_000, 10, 2, CLUSTER), 2 * GB, GB, GB))
        .doesNotThrowAnyException();
    assertThatCode(() -> require(wide(1_000_000, 10, 2, LOCAL), 2 * GB, MB, 0))
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> require(wide(1_000_000, 10, 2, CLUSTER), 512 * MB, GB, GB))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Not enough driver memory: 10,000,050 parameters (50 classes x 200,000 features, history 10) need about 1.5 GB on the driver, which has 0.5 GB: use --driver-memory 2g, or lower optimizer.history");
    assertThatThrownBy(() -> require(wide(1_000_000, 0, 2, CLUSTER), 2 * GB, 256 * MB, GB))
        .hasMessage(
            "Not enough executor memory: 10,000,050 parameters (50 classes x 200,000 features) need about 0.4 GB on an executor with 2 cores, which has 0.3 GB: use --executor-memory 1g, or lower --executor-cores");
    assertThatThrownBy(
            () -> require(wide(100_000_000, 10, 16, new Place(false, 2, 16)), 2 * GB, GB, GB))
        .hasMessage(
            "Too large results: 10,000,050 parameters (50 classes x 200,000 features, history 10) give results of about 1.2 GB a pass from 16 executors, and spark.driver.maxResultSize is 1.0 GB: use --conf spark.driver.maxResultSize=2g, or fewer of them");
    assertThatCode(
            () -> require(wide(100_000_000, 10, 17, new Place(false, 2, 17)), 2 * GB, GB, GB))
        .doesNotThrowAnyException();
  }

  @Test
  void aModelBeyondItsFileIsRefused() {
    assertThat(ModelCodec.MAX_PARAMETERS).isEqualTo(268_435_451);
    ModelSize.require(1000, 268_434, true);
    assertThatThrownBy(() -> ModelSize.require(1000, 3_000_000, true))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Too large a model: 3,000,001,000 parameters (1000 classes x 3,000,000 features) are more than the 268,435,451 that its file can hold; use fewer features or classes (data.num-features, data.feature-columns)");
  }
}
