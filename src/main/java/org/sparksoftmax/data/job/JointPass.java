package org.sparksoftmax.data.job;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * Two passes in one Spark job: in each task first one over blocks of the first data set, then the
 * other over those of the second.
 *
 * @param <P> the type of the parameters of the first pass
 * @param <R> the type of its value
 * @param <Q> the type of the parameters of the second pass
 * @param <S> the type of its value
 */
public record JointPass<P, R, Q, S>(
    ExecutorJob.Pass<ExampleBlock, P, R> first, ExecutorJob.Pass<ExampleBlock, Q, S> second)
    implements ExecutorJob.Pass<BlocksOfSet, JointPass.Both<P, Q>, JointPass.Both<R, S>> {

  /** The parameters or the values of the two passes. */
  public static final class Both<A, B> implements Serializable {
    private static final long serialVersionUID = 1L;

    private A first;
    private B second;

    public Both(A first, B second) {
      this.first = first;
      this.second = second;
    }

    public A first() {
      return first;
    }

    public B second() {
      return second;
    }
  }

  @Override
  public Both<R, S> over(Iterator<BlocksOfSet> sets, Both<P, Q> parameters, int threads) {
    Blocks blocks = new Blocks(sets);
    R ofFirst = first.over(blocks, parameters.first(), threads);
    blocks.beginSecond();
    return new Both<>(ofFirst, second.over(blocks, parameters.second(), threads));
  }

  @Override
  public Both<R, S> merge(Both<R, S> one, Both<R, S> other) {
    return new Both<>(
        first.merge(one.first(), other.first()), second.merge(one.second(), other.second()));
  }

  @Override
  public Both<R, S> pack(Both<R, S> value) {
    return new Both<>(first.pack(value.first()), second.pack(value.second()));
  }

  /** The blocks of the first data set, then those of the second. */
  private static final class Blocks implements Iterator<ExampleBlock> {

    private final Iterator<BlocksOfSet> sets;
    private BlocksOfSet now;
    private boolean second;

    Blocks(Iterator<BlocksOfSet> sets) {
      this.sets = sets;
    }

    /** Goes on to the second data set; all blocks of the first must have been read. */
    void beginSecond() {
      second = true;
    }

    @Override
    public boolean hasNext() {
      while (!isAtBlock() && !isAtOtherSet() && sets.hasNext()) {
        now = sets.next();
      }
      return isAtBlock();
    }

    private boolean isAtBlock() {
      return now != null && now.second() == second && now.blocks().hasNext();
    }

    private boolean isAtOtherSet() {
      return now != null && now.second() != second;
    }

    @Override
    public ExampleBlock next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return now.blocks().next();
    }
  }
}
