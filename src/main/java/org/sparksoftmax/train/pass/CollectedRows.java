package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.objective.RowSource;
import org.sparksoftmax.math.objective.Rows;

/** The rows of a distributed data set, which the driver collects in a Spark job when asked. */
final class CollectedRows implements RowSource {

  private final DataSet data;

  /** Orders of the blocks, ascending. */
  private final long[] orders;

  /** The number of the first row of each block, then that of all rows. */
  private final long[] firsts;

  /** Counts the rows of each block, in one Spark job. */
  CollectedRows(DataSet data) {
    this.data = data;
    NavigableMap<Long, Long> before = data.rowsBefore();
    this.orders = before.keySet().stream().mapToLong(order -> order).toArray();
    this.firsts = new long[orders.length + 1];
    for (int b = 0; b < orders.length; b++) {
      firsts[b] = before.get(orders[b]);
    }
    firsts[orders.length] = data.rows();
  }

  @Override
  public long count() {
    return data.rows();
  }

  @Override
  public Rows take(int[] numbers) {
    Map<Long, List<Integer>> wanted = new TreeMap<>();
    int[] places = new int[numbers.length];
    long[] from = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int b = RowSource.blockOf(firsts, numbers[i]);
      List<Integer> ofBlock = wanted.computeIfAbsent(orders[b], order -> new ArrayList<>());
      from[i] = orders[b];
      places[i] = ofBlock.size();
      ofBlock.add((int) (numbers[i] - firsts[b]));
    }
    Map<Long, int[]> selected = new HashMap<>();
    wanted.forEach(
        (order, rows) -> selected.put(order, rows.stream().mapToInt(row -> row).toArray()));
    Map<Long, ExampleBlock> found = collect(selected);
    ExampleBlock[] blocks = new ExampleBlock[numbers.length];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = found.get(from[i]);
    }
    return new Rows(blocks, places);
  }

  /**
   * Collects rows of the given blocks, in one Spark job.
   *
   * @param wanted the rows of each block, by its order
   */
  private Map<Long, ExampleBlock> collect(Map<Long, int[]> wanted) {
    List<Piece> pieces = PartitionJob.collectAll(data.blocks(), new Selection(wanted));
    data.requireUnchanged(
        pieces.stream().mapToLong(piece -> piece.checksum).sum(), wanted::containsKey);
    Map<Long, ExampleBlock> found = new HashMap<>();
    pieces.forEach(piece -> found.put(piece.rows.order(), piece.rows));
    return found;
  }

  /** Some rows of a block, and the content hash of all of it. */
  static final class Piece implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ExampleBlock rows;
    private final long checksum;

    Piece(ExampleBlock rows, long checksum) {
      this.rows = rows;
      this.checksum = checksum;
    }
  }

  /** Selects rows of the blocks of a partition. */
  private record Selection(Map<Long, int[]> wanted)
      implements PartitionJob.OfPartition<ExampleBlock, List<Piece>> {

    @Override
    public List<Piece> apply(Iterator<ExampleBlock> blocks) {
      List<Piece> pieces = new ArrayList<>();
      while (blocks.hasNext()) {
        ExampleBlock block = blocks.next();
        int[] rows = wanted.get(block.order());
        if (rows != null) {
          GradientOfBlocks.requireKnownLabels(block);
          pieces.add(new Piece(block.select(rows), block.contentHash()));
        }
      }
      return pieces;
    }
  }
}
