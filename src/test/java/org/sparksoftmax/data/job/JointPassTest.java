package org.sparksoftmax.data.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;

class JointPassTest {

  /** Lists the orders of the blocks after a prefix. */
  private static final class Orders implements ExecutorJob.Pass<ExampleBlock, String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String over(Iterator<ExampleBlock> blocks, String prefix, int threads) {
      StringBuilder orders = new StringBuilder(prefix);
      blocks.forEachRemaining(block -> orders.append(' ').append(block.order()));
      return orders.toString();
    }

    @Override
    public String merge(String one, String other) {
      return one + "+" + other;
    }

    @Override
    public String pack(String value) {
      return "packed " + value;
    }
  }

  private static final JointPass<String, String, String, String> PASS =
      new JointPass<>(new Orders(), new Orders());

  @Test
  void eachPassReadsTheBlocksOfItsSet() {
    assertThat(values(first(1, 2), first(), first(3), second(4), second(), second(5, 6)))
        .containsExactly("a 1 2 3", "b 4 5 6");
  }

  @Test
  void partitionsMayBeEmptyAndATaskMayHaveOneSetOnly() {
    assertThat(values()).containsExactly("a", "b");
    assertThat(values(first(), second())).containsExactly("a", "b");
    assertThat(values(first(1), first(2))).containsExactly("a 1 2", "b");
    assertThat(values(second(), second(1, 2))).containsExactly("a", "b 1 2");
  }

  @Test
  void valuesAreMergedAndPackedPairwise() {
    JointPass.Both<String, String> one = new JointPass.Both<>("x", "y");
    JointPass.Both<String, String> other = new JointPass.Both<>("u", "v");
    JointPass.Both<String, String> merged = PASS.pack(PASS.merge(one, other));
    assertThat(List.of(merged.first(), merged.second()))
        .containsExactly("packed x+u", "packed y+v");
  }

  private static List<String> values(BlocksOfSet... sets) {
    JointPass.Both<String, String> values =
        PASS.over(Arrays.asList(sets).iterator(), new JointPass.Both<>("a", "b"), 1);
    return List.of(values.first(), values.second());
  }

  private static BlocksOfSet first(int... orders) {
    return new BlocksOfSet(false, blocks(orders));
  }

  private static BlocksOfSet second(int... orders) {
    return new BlocksOfSet(true, blocks(orders));
  }

  private static Iterator<ExampleBlock> blocks(int... orders) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int order : orders) {
      blocks.add(
          new ExampleBlock(
              order,
              new DenseBlock(1, 1, new F32Values(new float[] {order})),
              TestBlocks.labels(1, 2, order),
              null));
    }
    return blocks.iterator();
  }
}
