package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.train.pass.UncommonRows;

/** Tests rows that are few among thousands but determine a column or a class. */
class UncommonRowsIT {

  private static final int ROWS = 40_000;
  private static final Set<String> RARE = Set.of("above", "below");

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

  /** With a sample of 5000 rows that lacked them, the run took more than 800 evaluations. */
  @Test
  void aSampleOfTheRowsHasThem() throws IOException {
    Path rows = rows(1000);
    Trainer.Result sampled = train(config(rows, "data.partitions=1"));
    assertThat(sampled.optimization().stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(sampled.preconditioner()).isPresent();
    assertThat(sampled.optimization().state().evaluations()).isLessThan(200);

    Trainer.Result spread = train(config(rows, "data.partitions=7"));
    assertThat(spread.optimization().state().parameters())
        .containsExactly(sampled.optimization().state().parameters());
    Trainer.Result plain = train(config(rows, "optimizer.preconditioner=none"));
    assertThat(sampled.optimization().state().value().objective())
        .isLessThan(plain.optimization().state().value().objective() + 1e-9);
  }

  @Test
  void valuesFarOutAndRareClassesAreUncommon() throws IOException {
    assertThat(uncommon(rows(1000))).isEqualTo(RARE);
    assertThat(uncommon(rows(3))).isEqualTo(RARE);
    assertThat(uncommon(rows(0))).isEmpty();
  }

  /** The labels of the rows that are uncommon relative to a sample of every eighth row. */
  private static Set<String> uncommon(Path rows) throws IOException {
    TrainingConfig config = config(rows, "data.partitions=2");
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      List<ExampleBlock> blocks = data.train().blocks().collect();
      List<ExampleBlock> sample = new ArrayList<>();
      for (ExampleBlock block : blocks) {
        sample.add(
            block.select(IntStream.range(0, block.rows()).filter(i -> i % 8 == 0).toArray()));
      }
      Optional<UncommonRows> uncommon =
          UncommonRows.of(data.train(), sample, data.classes().size());
      Set<String> labels = new TreeSet<>();
      for (ExampleBlock block : blocks) {
        for (int i = 0; i < block.rows(); i++) {
          if (uncommon.isPresent() && uncommon.get().contains(block, i)) {
            labels.add(data.classes().label(block.label(i)));
          }
        }
      }
      return labels;
    }
  }

  /**
   * If {@code far} > 0, about one value in 8000 has a magnitude from 3 to below 3 + {@code far},
   * and its row belongs to a rare class.
   */
  private Path rows(int far) throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ROWS; i++) {
      double score = 0;
      String label = null;
      for (int j = 0; j < 6; j++) {
        double x = random.nextGaussian();
        score += (j % 2 == 0 ? 1 : -1) * x;
        if (far > 0 && random.nextInt(8000) == 0) {
          boolean above = random.nextBoolean();
          x = (above ? 1 : -1) * (3 + random.nextInt(far));
          label = above ? "above" : "below";
        }
        text.append((float) x).append(',');
      }
      text.append(label != null ? label : score < -1 ? "low" : score < 1 ? "middle" : "high");
      text.append('\n');
    }
    return Files.writeString(Files.createTempFile(folder, "rows", ".csv"), text);
  }

  private static TrainingConfig config(Path rows, String set) {
    List<String> sets =
        List.of(
            "data.format=csv",
            "data.path=" + rows,
            "data.header=false",
            "data.label-column=6",
            "standardization=true",
            set);
    return ConfigReader.read(Optional.empty(), sets, Map.of());
  }

  private static Trainer.Result train(TrainingConfig config) {
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      return OptimaSession.train(config, data);
    }
  }
}
