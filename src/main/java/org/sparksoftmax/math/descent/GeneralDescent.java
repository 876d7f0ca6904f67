package org.sparksoftmax.math.descent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.objective.Examples;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.Rows;
import org.sparksoftmax.math.objective.SoftmaxObjective;

/** Updates through {@link SoftmaxObjective}, for any features, arithmetic and coordinates. */
final class GeneralDescent implements RowDescent {

  /** All of the rows in memory; unlike {@link MiniBatch#WHOLE}, they may have no weight. */
  private static final double ALL = Math.nextDown(1.0);

  private final Examples examples;
  private final UpdateRule rule;
  private final long seed;
  private final double[] parameters;
  private final double[][] memory;

  GeneralDescent(Examples examples, UpdateRule rule, Iterate from, long seed) {
    this.examples = examples;
    this.rule = rule;
    this.seed = seed;
    this.parameters = from.parameters().clone();
    this.memory = new double[rule.memories()][];
    for (int v = 0; v < memory.length; v++) {
      memory[v] =
          from.memory().isEmpty() ? new double[parameters.length] : from.memory().get(v).clone();
    }
  }

  @Override
  public double update(Rows rows, int t, double step) {
    List<ExampleBlock> blocks = blocks(rows);
    ColumnMagnitudes magnitudes = ColumnMagnitudes.of(blocks, examples.spec().layout().features());
    Objective objective = examples.spec().over(blocks, magnitudes);
    if (examples.arithmetic() == Arithmetic.F64) {
      objective = objective.inFloat64().orElse(objective);
    }
    LossAndGradient value = objective.evaluate(parameters, new MiniBatch(ALL, seed, t));
    UpdateRule.Update update = rule.at(step, t);
    Objective penalized = objective;
    Parts.forEach(
        parameters.length,
        (from, to) ->
            update.apply(
                new UpdateRule.Entries(parameters, memory, value.gradient(), 0, from, to),
                penalized.l1()));
    return value.meanLoss();
  }

  /** The rows of each block, in their order within the mini-batch. */
  private static List<ExampleBlock> blocks(Rows rows) {
    Map<Long, List<Integer>> ofBlock = new TreeMap<>();
    for (int i = 0; i < rows.count(); i++) {
      ofBlock.computeIfAbsent(rows.blocks()[i].order(), order -> new ArrayList<>()).add(i);
    }
    List<ExampleBlock> blocks = new ArrayList<>();
    for (List<Integer> of : ofBlock.values()) {
      int[] places = of.stream().mapToInt(i -> rows.places()[i]).toArray();
      blocks.add(rows.blocks()[of.get(0)].select(places));
    }
    return blocks;
  }

  @Override
  public Iterate iterate() {
    return new Iterate(parameters.clone(), Arrays.stream(memory).map(double[]::clone).toList());
  }
}
