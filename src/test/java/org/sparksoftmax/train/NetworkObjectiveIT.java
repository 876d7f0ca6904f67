package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.GradientGrids;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LocalDescent.Result;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.PartitionMove;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;
import org.sparksoftmax.train.pass.SparkSums;

/** A network gives the same results on a cluster as on the same blocks in memory. */
class NetworkObjectiveIT {

  private static final Path DIGITS = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();

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

  @Test
  void lossesAndGradientsAreTheSameBits() throws Exception {
    for (String storage : List.of("f32", "f64")) {
      for (int partitions : new int[] {1, 5}) {
        try (TrainingData data =
            load(
                "data.format=tsv",
                "data.path=" + DIGITS,
                "data.label-column=target",
                "data.storage=" + storage,
                "data.partitions=" + partitions)) {
          assertSameBits(data);
        }
      }
    }
    try (TrainingData data =
        load("data.format=libsvm", "data.path=" + libsvm(), "data.partitions=3")) {
      assertSameBits(data);
    }
  }

  @Test
  void aRoundIsTheMeanOfWhatEachPartitionDoesAlone() throws Exception {
    try (TrainingData data =
        load(
            "data.format=tsv",
            "data.path=" + DIGITS,
            "data.label-column=target",
            "data.partitions=3")) {
      ObjectiveSpec spec = spec(data);
      ColumnMagnitudes magnitudes = data.train().inventory().magnitudes();
      Iterate from = new Iterate(Initializer.HE.parameters(spec.layout(), 2), List.of());
      LocalDescent descent = new Steps();
      Result actual =
          new SoftmaxObjective(spec, new SparkSums(data.train(), 2)).descend(descent, from);
      List<PartitionMove> moves = new ArrayList<>();
      for (List<ExampleBlock> partition : data.train().blocks().glom().collect()) {
        double weight =
            partition.stream().mapToDouble(block -> spec.targets().exampleWeightSum(block)).sum();
        Result alone = descent.descend(spec.over(partition, magnitudes), from);
        moves.add(PartitionMove.of(from.parameters(), alone, weight));
      }
      assertThat(moves).hasSize(3);
      Result expected = PartitionMove.mean(moves, from);
      assertThat(actual.iterate().parameters()).containsExactly(expected.iterate().parameters());
      assertThat(actual.iterate().memory().get(0))
          .containsExactly(expected.iterate().memory().get(0));
      assertThat(actual.meanLoss()).isEqualTo(expected.meanLoss());
    }
  }

  /** Two steps on mini-batches, recording the last gradient. */
  private record Steps() implements LocalDescent {

    @Override
    public Result descend(Objective part, Iterate from) {
      double[] theta = from.parameters().clone();
      double meanLoss = 0;
      double[] last = theta;
      for (int step = 0; step < 2; step++) {
        LossAndGradient value = part.evaluate(theta, new MiniBatch(0.5, 3, step));
        last = value.gradient();
        theta = theta.clone();
        for (int i = 0; i < theta.length; i++) {
          theta[i] -= 0.1 * last[i];
        }
        meanLoss += value.meanLoss() / 2;
      }
      return new Result(new Iterate(theta, List.of(last)), meanLoss, 0);
    }
  }

  private static void assertSameBits(TrainingData data) {
    ObjectiveSpec spec = spec(data);
    SoftmaxObjective distributed = new SoftmaxObjective(spec, new SparkSums(data.train(), 2));
    List<ExampleBlock> blocks = data.train().blocks().collect();
    SoftmaxObjective local =
        spec.over(blocks, ColumnMagnitudes.of(blocks, spec.layout().features()));
    double[] theta = Initializer.HE.parameters(spec.layout(), 2);
    for (MiniBatch batch :
        List.of(MiniBatch.WHOLE, new MiniBatch(1, 7, 4), new MiniBatch(0.4, 7, 4))) {
      LossAndGradient actual = distributed.evaluate(theta, batch);
      LossAndGradient expected = local.evaluate(theta, batch);
      assertThat(actual.meanLoss()).isEqualTo(expected.meanLoss()).isFinite();
      assertThat(actual.regularization()).isEqualTo(expected.regularization());
      assertThat(actual.gradient()).containsExactly(expected.gradient());
      assertThat(actual.gradientNorm()).isPositive();
    }
  }

  /** Signals that accumulate through 12 layers, beyond the first grid of the gradient. */
  @Test
  void gradientsThatTakeASecondPassAreTheSameBits() throws Exception {
    try (TrainingData data =
        load("data.format=libsvm", "data.path=" + libsvm(), "data.partitions=3")) {
      int[] widths = new int[12];
      Arrays.fill(widths, 64);
      ParameterLayout layout =
          new ParameterLayout(
              data.schema().features(),
              data.classes().size(),
              true,
              data.order(),
              HiddenLayers.of(Activation.RELU, widths));
      ObjectiveSpec deep =
          ObjectiveSpec.plain(layout, new ElasticNet(0, 0, 1), FeatureScaling.of(1));
      double[] theta = new double[layout.dimension()];
      Arrays.fill(theta, 0, layout.weightCount(), 1);
      Arrays.fill(theta, layout.weightCount() - 64, layout.weightCount(), -1);
      List<ExampleBlock> blocks = data.train().blocks().collect();
      ColumnMagnitudes magnitudes = ColumnMagnitudes.of(blocks, layout.features());
      assertThat(passes(layout, theta, blocks, magnitudes)).isEqualTo(2);
      LossAndGradient actual =
          new SoftmaxObjective(deep, new SparkSums(data.train(), 1)).evaluate(theta);
      LossAndGradient expected = deep.over(blocks, magnitudes).evaluate(theta);
      assertThat(actual.gradientNorm()).isFinite().isPositive();
      assertThat(actual.gradient()).containsExactly(expected.gradient());
    }
  }

  private static int passes(
      ParameterLayout layout,
      double[] theta,
      List<ExampleBlock> blocks,
      ColumnMagnitudes magnitudes) {
    double weightSum = blocks.stream().mapToDouble(ExampleBlock::exampleWeightSum).sum();
    GradientGrid grid = new GradientGrids(magnitudes, weightSum).grid(layout, theta, Dropout.NONE);
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel =
        new LossGradientKernel(
            KernelParameters.of(layout, theta, blocks.get(0).features().arithmetic(), grid));
    blocks.forEach(block -> kernel.add(block, sum));
    return new GridSum(sum, grid).wider().isPresent() ? 2 : 1;
  }

  private static ObjectiveSpec spec(TrainingData data) {
    ParameterLayout layout =
        new ParameterLayout(
            data.schema().features(),
            data.classes().size(),
            true,
            data.order(),
            HiddenLayers.of(Activation.RELU, 20, 12));
    double[] classWeights = new double[data.classes().size()];
    Arrays.setAll(classWeights, k -> 2.0 / (1 + k));
    return new ObjectiveSpec(
        layout,
        new ElasticNet(0.01, 0, layout.weightCount()),
        FeatureScaling.of(0.0625),
        new Targets(0.1, classWeights),
        0.3);
  }

  private static TrainingData load(String... sets) {
    return TrainingData.load(
        ConfigReader.read(Optional.empty(), List.of(sets), Map.of()).data(), spark);
  }

  private Path libsvm() throws Exception {
    StringBuilder text = new StringBuilder();
    double[][] x = TestBlocks.rows(3000, 30, 4);
    for (int i = 0; i < x.length; i++) {
      text.append(i % 3);
      for (int j = 0; j < 30; j += 3) {
        text.append(' ').append(j + 1 + i % 3).append(':').append(x[i][j] / 8);
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve("rows.libsvm"), text);
  }
}
