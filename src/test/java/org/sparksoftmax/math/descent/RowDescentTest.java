package org.sparksoftmax.math.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.Coordinates;
import org.sparksoftmax.math.objective.Examples;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LocalDescent.Place;
import org.sparksoftmax.math.objective.LocalDescent.Result;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.Rounding;
import org.sparksoftmax.math.objective.RowSource;
import org.sparksoftmax.math.objective.Rows;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.ElasticNet;

/** Updates on mini-batches of rows against those through the objective, one gradient at a time. */
class RowDescentTest {

  private static final int ROWS = 331;
  private static final int FEATURES = 37;
  private static final int CLASSES = 5;

  /** θ ← prox(θ − s g), with the sum of all gradients as memory. */
  private static final UpdateRule PLAIN = new Plain();

  private record Plain() implements UpdateRule {
    @Override
    public int memories() {
      return 1;
    }

    @Override
    public Update at(double step, int t) {
      return (entries, l1) -> {
        for (int i = entries.from(); i < entries.to(); i++) {
          double g = entries.gradient()[i - entries.shift()];
          entries.memory()[0][i] += g;
          entries.parameters()[i] = l1.shrunk(i, entries.parameters()[i] - step * g, step);
        }
      };
    }
  }

  /** What an objective may have beside its rows. */
  private enum Kind {
    LINEAR,
    NETWORK,
    DEEP,
    WITHOUT_INTERCEPTS,
    STANDARDIZED,
    COORDINATES,
    PENALIZED,
    L1,
    L1_IN_COORDINATES,
    CLASS_WEIGHTS,
    SMOOTHED,
    DROPOUT;

    ObjectiveSpec spec() {
      HiddenLayers hidden =
          switch (this) {
            case LINEAR -> HiddenLayers.NONE;
            case DEEP -> HiddenLayers.of(Activation.TANH, 19, 33, 7);
            default -> HiddenLayers.of(Activation.RELU, 21);
          };
      ParameterLayout layout =
          new ParameterLayout(
              FEATURES, CLASSES, this != WITHOUT_INTERCEPTS, WeightOrder.CLASS_MAJOR, hidden);
      boolean l1 = this == L1 || this == L1_IN_COORDINATES;
      double[] u = IntStream.range(0, FEATURES).mapToDouble(j -> Math.scalb(1.0, j % 3)).toArray();
      double[] weights = {1, 2, 0, 0.5, 3};
      return new ObjectiveSpec(
          layout,
          new ElasticNet(
              this == PENALIZED || this == COORDINATES ? 0.05 : 0,
              l1 ? 0.003 : 0,
              layout.weightCount()),
          this == STANDARDIZED
              ? FeatureScaling.standardized(
                  TestBlocks.uniform(FEATURES, 90, 4),
                  IntStream.range(0, FEATURES).mapToDouble(j -> j == 3 ? 0 : 60 + j).toArray())
              : FeatureScaling.of(1 / 255.0),
          this == COORDINATES || this == L1_IN_COORDINATES
              ? Coordinates.scaled(u)
              : Coordinates.IDENTITY,
          new Targets(this == SMOOTHED ? 0.1 : 0, this == CLASS_WEIGHTS ? weights : null),
          this == DROPOUT ? 0.3 : 0,
          new Rounding(ROWS, u));
    }
  }

  private static List<ExampleBlock> blocks(Form form, int... rowsOfBlocks) {
    FeatureBlock all = TestBlocks.features(TestBlocks.rows(ROWS, FEATURES, 1), form);
    int[] labels = TestBlocks.labels(ROWS, CLASSES, 2);
    double[] weights = TestBlocks.weights(ROWS, 3);
    List<ExampleBlock> blocks = new ArrayList<>();
    int from = 0;
    for (int b = 0; b < rowsOfBlocks.length; b++) {
      int to = from + rowsOfBlocks[b];
      blocks.add(
          new ExampleBlock(
              b * 10L,
              all.select(IntStream.range(from, to).toArray()),
              Arrays.copyOfRange(labels, from, to),
              Arrays.copyOfRange(weights, from, to)));
      from = to;
    }
    return blocks;
  }

  private static double[] start(ObjectiveSpec spec) {
    return spec.layout().isLinear()
        ? TestBlocks.uniform(spec.layout().dimension(), 0.1, 5)
        : Initializer.HE.parameters(spec.layout(), 5);
  }

  private static SoftmaxObjective objective(ObjectiveSpec spec, List<ExampleBlock> blocks) {
    return spec.over(blocks, ColumnMagnitudes.of(blocks, FEATURES));
  }

  private static Result run(ObjectiveSpec spec, List<ExampleBlock> blocks, int size, int threads) {
    return run(spec, blocks, size, threads, 0, 12, new Iterate(start(spec), List.of()));
  }

  private static Result run(
      ObjectiveSpec spec,
      List<ExampleBlock> blocks,
      int size,
      int threads,
      int first,
      int count,
      Iterate from) {
    return new RowUpdates(PLAIN, t -> 0.5 / (1 + t), size, 7, first, count, Place.AUTO, threads)
        .descend(objective(spec, blocks), from);
  }

  private static void assertSame(Result one, Result other) {
    assertThat(one.iterate().parameters()).containsExactly(other.iterate().parameters());
    assertThat(one.iterate().memory().get(0)).containsExactly(other.iterate().memory().get(0));
    assertThat(one.meanLoss()).isEqualTo(other.meanLoss());
    assertThat(one.regularization()).isEqualTo(other.regularization());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void updatesAreThoseOfTheObjective(Kind kind) {
    if (kind == Kind.DROPOUT) {
      return; // the two choose other units; see theRowsOfABatchDropUnitsOfTheirOwn
    }
    ObjectiveSpec spec = kind.spec();
    for (Form form : List.of(Form.DENSE_U8, Form.DENSE_F32)) {
      List<ExampleBlock> blocks = blocks(form, 100, 0, 131, 100);
      assertThat(DenseDescent.fits(objective(spec, blocks).examples().orElseThrow())).isTrue();
      Result fast = run(spec, blocks, 50, 2);
      Result plain = general(spec, blocks, 50, 12);
      assertThat(fast.iterate().parameters())
          .containsExactly(plain.iterate().parameters(), within(2e-5));
      assertThat(fast.iterate().memory().get(0))
          .containsExactly(plain.iterate().memory().get(0), within(1e-4));
      assertThat(fast.meanLoss()).isCloseTo(plain.meanLoss(), within(1e-5));
      assertThat(fast.iterate().parameters()).isNotEqualTo(start(spec));
    }
  }

  private static Result general(
      ObjectiveSpec spec, List<ExampleBlock> blocks, int size, int count) {
    Examples examples = objective(spec, blocks).examples().orElseThrow();
    RowOrder order = new RowOrder(ROWS, size, 7);
    GeneralDescent descent =
        new GeneralDescent(examples, PLAIN, new Iterate(start(spec), List.of()), 7);
    double loss = 0;
    for (int t = 0; t < count; t++) {
      loss += descent.update(examples.rows().take(order.batch(t)), t, 0.5 / (1 + t)) / count;
    }
    return new Result(descent.iterate(), loss, 0);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anyNumberOfThreadsGivesTheSameBits(Kind kind) {
    List<ExampleBlock> blocks = blocks(Form.DENSE_U8, 200, 131);
    for (int size : new int[] {16, 100, 331}) {
      Result one = run(kind.spec(), blocks, size, 1);
      assertSame(run(kind.spec(), blocks, size, 2), one);
      assertSame(run(kind.spec(), blocks, size, 5), one);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void blocksOfAnySizeGiveTheSameBits(Kind kind) {
    Result one = run(kind.spec(), blocks(Form.DENSE_F32, 331), 64, 1);
    assertSame(run(kind.spec(), blocks(Form.DENSE_F32, 1, 0, 0, 230, 100), 64, 2), one);
    assertSame(run(kind.spec(), blocks(Form.DENSE_U8, 150, 181), 64, 2), one);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aRunInPartsGivesTheSameBits(Kind kind) {
    ObjectiveSpec spec = kind.spec();
    List<ExampleBlock> blocks = blocks(Form.DENSE_U8, 200, 131);
    Result whole = run(spec, blocks, 40, 2);
    Iterate from = new Iterate(start(spec), List.of());
    for (int t = 0; t < 12; t += 4) {
      from = run(spec, blocks, 40, 2, t, 4, from).iterate();
    }
    assertThat(from.parameters()).containsExactly(whole.iterate().parameters());
    assertThat(from.memory().get(0)).containsExactly(whole.iterate().memory().get(0));
  }

  static Stream<Form> everyForm() {
    return Stream.of(Form.values());
  }

  /** As a driver sees rows that it has collected for an update. */
  @ParameterizedTest
  @MethodSource("everyForm")
  void collectedRowsGiveTheSameBits(Form form) {
    ObjectiveSpec dense = Kind.NETWORK.spec();
    List<ExampleBlock> blocks = blocks(form, 200, 131);
    ObjectiveSpec spec =
        new ObjectiveSpec(
            dense.layout().withOrder(blocks.get(0).features().weightOrder()),
            dense.regularizer(),
            dense.scaling(),
            dense.coordinates(),
            dense.targets(),
            0,
            dense.rounding());
    Examples examples = objective(spec, blocks).examples().orElseThrow();
    RowSource rows = examples.rows();
    RowSource collected =
        new RowSource() {
          @Override
          public long count() {
            return rows.count();
          }

          @Override
          public Rows take(int[] numbers) {
            return collected(rows.take(numbers));
          }
        };
    Result here = descend(examples);
    assertSame(descend(new Examples(collected, spec, examples.arithmetic())), here);
    assertThat(here.meanLoss()).isBetween(0.5, 3.0);
  }

  private static Result descend(Examples examples) {
    RowOrder order = new RowOrder(ROWS, 60, 7);
    double loss = 0;
    try (Team team = new Team(2)) {
      RowDescent descent =
          RowDescent.of(
              examples, PLAIN, new Iterate(start(examples.spec()), List.of()), 60, 7, team);
      for (int t = 0; t < 8; t++) {
        loss += descent.update(examples.rows().take(order.batch(t)), t, 0.1) / 8;
      }
      return new Result(descent.iterate(), loss, 0);
    }
  }

  /** The rows of each block by themselves, in the order of the mini-batch. */
  private static Rows collected(Rows rows) {
    ExampleBlock[] blocks = new ExampleBlock[rows.count()];
    int[] places = new int[rows.count()];
    for (ExampleBlock block : new HashSet<>(Arrays.asList(rows.blocks()))) {
      int[] of = IntStream.range(0, rows.count()).filter(i -> rows.blocks()[i] == block).toArray();
      ExampleBlock selected = block.select(Arrays.stream(of).map(i -> rows.places()[i]).toArray());
      for (int i = 0; i < of.length; i++) {
        blocks[of[i]] = selected;
        places[of[i]] = i;
      }
    }
    return new Rows(blocks, places);
  }

  @Test
  void softLabelsAreThoseOfTheObjective() {
    ObjectiveSpec spec = Kind.NETWORK.spec();
    double[] targets = new double[ROWS * CLASSES];
    Random random = new Random(8);
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        targets[i * CLASSES + k] = random.nextDouble();
        sum += targets[i * CLASSES + k];
      }
      for (int k = 0; k < CLASSES; k++) {
        targets[i * CLASSES + k] /= sum;
      }
    }
    F64Values values = new F64Values(targets);
    ExampleBlock soft =
        new ExampleBlock(
            0,
            TestBlocks.features(TestBlocks.rows(ROWS, FEATURES, 1), Form.DENSE_U8),
            ExampleBlock.largestTargets(values, ROWS),
            null,
            values);
    Result fast = run(spec, List.of(soft), 50, 2);
    Result plain = general(spec, List.of(soft), 50, 12);
    assertThat(fast.iterate().parameters())
        .containsExactly(plain.iterate().parameters(), within(2e-5));
    assertThat(fast.meanLoss()).isCloseTo(plain.meanLoss(), within(1e-5));
  }

  @Test
  void aBatchThatTakesSeveralTurnsIsThatOfTheObjective() {
    ObjectiveSpec spec = Kind.STANDARDIZED.spec();
    double[][] x = TestBlocks.rows(5000, FEATURES, 1);
    ExampleBlock block =
        TestBlocks.examples(
            x, TestBlocks.labels(5000, CLASSES, 2), TestBlocks.weights(5000, 3), Form.DENSE_U8);
    Iterate from = new Iterate(start(spec), List.of());
    Result fast = run(spec, List.of(block), 5000, 2, 0, 1, from);
    assertSame(run(spec, List.of(block), 5000, 1, 0, 1, from), fast);
    double[] gradient = objective(spec, List.of(block)).evaluate(start(spec)).gradient();
    assertThat(fast.iterate().memory().get(0)).containsExactly(gradient, within(1e-6));
  }

  @Test
  void rowsWithoutWeightLeaveTheModelAsItIs() {
    ObjectiveSpec spec = Kind.NETWORK.spec();
    ExampleBlock block =
        TestBlocks.examples(
            TestBlocks.rows(50, FEATURES, 1),
            TestBlocks.labels(50, CLASSES, 2),
            new double[50],
            Form.DENSE_U8);
    Result result = run(spec, List.of(block), 50, 1);
    assertThat(result.iterate().parameters()).containsExactly(start(spec));
    assertThat(result.meanLoss()).isZero();
  }

  @Test
  void theRowsOfABatchDropUnitsOfTheirOwn() {
    List<ExampleBlock> blocks = blocks(Form.DENSE_U8, 331);
    Result with = run(Kind.DROPOUT.spec(), blocks, 100, 1);
    Result without = run(Kind.NETWORK.spec(), blocks, 100, 1);
    assertThat(with.meanLoss()).isNotEqualTo(without.meanLoss());
    assertThat(with.meanLoss()).isCloseTo(without.meanLoss(), within(0.4));
  }

  @Test
  void aRunThatDivergesEndsItsEpoch() {
    Result result =
        new RowUpdates(PLAIN, t -> 1e30, 32, 7, 0, 11, Place.AUTO, 2)
            .descend(
                objective(Kind.NETWORK.spec(), blocks(Form.DENSE_F32, 331)),
                new Iterate(start(Kind.NETWORK.spec()), List.of()));
    assertThat(result.meanLoss()).isNaN();
  }
}
