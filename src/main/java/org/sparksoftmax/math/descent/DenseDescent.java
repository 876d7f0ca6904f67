package org.sparksoftmax.math.descent;

import static org.sparksoftmax.math.kernel.F32Panels.ROW_TILE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.LayerWeights;
import org.sparksoftmax.math.objective.Examples;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.Rows;

/**
 * Updates in place for dense features in float32 or bytes. An update is two parallel loops: over
 * strips of rows, then over pieces of the parameters.
 */
final class DenseDescent implements RowDescent {

  private static final int MAX_STRIP_ROWS = 128;

  /** Maximum number of float32 entries of a strip, as far as it has more than one tile of rows. */
  private static final int STRIP_ENTRIES = 1 << 19;

  /** Strips whose δ are kept at a time; larger mini-batches take several turns. */
  private static final int MAX_STRIPS = 16;

  /** Strips that a small mini-batch is divided into. */
  private static final int MIN_STRIPS = 4;

  private final ParameterLayout layout;
  private final int memories;
  private final UpdateRule rule;
  private final Team team;
  private final int stripRows;
  private final List<BatchStrip> strips = new ArrayList<>();
  private final List<LayerDescent> layers = new ArrayList<>();

  /** The piece of each index of the loop over the parameters of all layers. */
  private final List<Piece> pieces = new ArrayList<>();

  private final double[][] scratch;

  private record Piece(LayerDescent layer, int piece) {}

  DenseDescent(ObjectiveSpec spec, UpdateRule rule, Iterate from, int size, long seed, Team team) {
    this.layout = spec.layout();
    this.memories = rule.memories();
    this.rule = rule;
    this.team = team;
    this.stripRows = stripRows(layout, size);
    int entries = 0;
    for (int l = 0; l < layout.depth(); l++) {
      LayerDescent layer = new LayerDescent(l, spec, memories, from);
      layers.add(layer);
      for (int p = 0; p < layer.pieces(); p++) {
        pieces.add(new Piece(layer, p));
      }
      entries = Math.max(entries, layer.pieceEntries());
    }
    this.scratch = new double[team.threads()][entries];
    List<LayerWeights> weights = layers.stream().map(LayerDescent::weights).toList();
    Dropout dropout = new Dropout(spec.dropoutRate(), seed, 0);
    int count = Math.min(MAX_STRIPS, parts(size, stripRows));
    for (int s = 0; s < count; s++) {
      strips.add(new BatchStrip(layout, spec.targets(), weights, dropout, stripRows));
    }
  }

  /** Whether rows and parameters have the form that this class needs. */
  static boolean fits(Examples examples) {
    ObjectiveSpec spec = examples.spec();
    return examples.arithmetic() == Arithmetic.F32
        && spec.layout().order() == WeightOrder.CLASS_MAJOR
        && !spec.coordinates().hasDirection()
        && !spec.scaling().addsConstants(spec.layout());
  }

  /** ⌈size / of⌉ for a size of at least 1, which may be the largest integer. */
  private static int parts(int size, int of) {
    return (size - 1) / of + 1;
  }

  /** Depends on the model and the size of mini-batches only. */
  private static int stripRows(ParameterLayout layout, int size) {
    int width = layout.features() + 2 * layout.classes();
    for (int l = 0; l < layout.hidden().count(); l++) {
      width += 3 * layout.hidden().width(l);
    }
    int share = parts(size, MIN_STRIPS);
    int most = Math.min(MAX_STRIP_ROWS, STRIP_ENTRIES / width);
    int tiles = (Math.min(share, most) + ROW_TILE - 1) / ROW_TILE;
    return Math.max(1, tiles) * ROW_TILE;
  }

  @Override
  public double update(Rows rows, int t, double step) {
    double lossSum = 0;
    double weightSum = 0;
    UpdateRule.Update update = rule.at(step, t);
    int turn = strips.size() * stripRows;
    for (int from = 0; from < rows.count(); from += turn) {
      int end = Math.min(rows.count(), from + turn);
      List<BatchStrip> used = pass(rows, from, end, t);
      for (BatchStrip strip : used) {
        lossSum += strip.lossSum();
        weightSum += strip.weightSum();
      }
      layers.forEach(layer -> layer.addBiasGradient(used));
      if (end < rows.count()) {
        team.forEach(pieces.size(), (i, thread) -> addGradient(pieces.get(i), used));
      } else {
        apply(update, used, weightSum == 0 ? 1 : weightSum);
      }
    }
    return weightSum == 0 ? 0 : lossSum / weightSum;
  }

  /** Forwards and backwards over the rows from {@code first} to {@code end}. */
  private List<BatchStrip> pass(Rows rows, int first, int end, int t) {
    List<BatchStrip> used = strips.subList(0, (end - first + stripRows - 1) / stripRows);
    team.forEach(
        used.size(),
        (s, thread) -> {
          int from = first + s * stripRows;
          used.get(s).pass(rows, from, Math.min(stripRows, end - from), t);
        });
    return used;
  }

  private static void addGradient(Piece piece, List<BatchStrip> used) {
    piece.layer().addGradient(piece.piece(), used);
  }

  private void apply(UpdateRule.Update update, List<BatchStrip> used, double weightSum) {
    team.forEach(
        pieces.size(),
        (i, thread) -> {
          Piece piece = pieces.get(i);
          addGradient(piece, used);
          piece.layer().update(piece.piece(), update, weightSum, scratch[thread]);
        });
    layers.forEach(layer -> layer.updateBiases(update, weightSum));
  }

  @Override
  public Iterate iterate() {
    double[] parameters = new double[layout.dimension()];
    layers.forEach(layer -> layer.parametersInto(parameters));
    double[][] memory = new double[memories][layout.dimension()];
    for (int v = 0; v < memories; v++) {
      int vector = v;
      layers.forEach(layer -> layer.memoryInto(vector, memory[vector]));
    }
    return new Iterate(parameters, Arrays.asList(memory));
  }
}
