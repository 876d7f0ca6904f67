package org.sparksoftmax.math.linalg;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sums in fixed point to which several threads add: integers, so that their order does not matter.
 * A thread locks the part that it adds to; the caller divides the sums into parts, which must not
 * overlap.
 *
 * <p>Sums may consist of rows of equal length of which most stay 0. Then {@link #packed} contains
 * only the rows that were {@linkplain #mark marked}.
 *
 * <p>The array of a pass is as long as θ, so {@link #release released} sums are kept for the next
 * pass of the process.
 */
public final class FixedPointSums {

  private static final int LOCKS = 64;

  /**
   * Length of {@link #packed} before the rows: number of sums, row length, number of rows or −1.
   */
  private static final int HEADER = 3 * Integer.BYTES;

  /** The last released sums, all 0. */
  private static final AtomicReference<SoftReference<FixedPointSums>> SPARE =
      new AtomicReference<>(new SoftReference<>(null));

  private final long[] array;
  private final int rowLength;

  /** One bit for each row; empty if rows are not marked. */
  private final long[] marks;

  private final Object[] locks = new Object[LOCKS];

  private FixedPointSums(int length, int rowLength) {
    this.array = new long[length];
    this.rowLength = rowLength;
    this.marks = new long[rowLength == 0 ? 0 : (length / rowLength + 63) / 64];
    Arrays.setAll(locks, i -> new Object());
  }

  /** Sums that are all 0 and have no rows. */
  public static FixedPointSums of(int length) {
    return of(length, 0);
  }

  /**
   * Sums that are all 0.
   *
   * @param rowLength length of the rows, a divisor of {@code length}; 0 for sums without rows
   */
  public static FixedPointSums of(int length, int rowLength) {
    FixedPointSums spare = SPARE.getAndSet(new SoftReference<>(null)).get();
    return spare != null && spare.array.length == length && spare.rowLength == rowLength
        ? spare
        : new FixedPointSums(length, rowLength);
  }

  /** Makes the memory available to later sums. This object must not be used afterwards. */
  public void release() {
    forEachMarked(
        row -> Arrays.fill(array, row * rowLength, (row + 1) * rowLength, 0),
        () -> Parts.forEach(array.length, (from, to) -> Arrays.fill(array, from, to, 0)));
    Arrays.fill(marks, 0);
    SPARE.set(new SoftReference<>(this));
  }

  /** The sums; to be updated under the {@linkplain #lock lock} of a part. */
  public long[] array() {
    return array;
  }

  public int length() {
    return array.length;
  }

  /** The lock of a part. Several parts may share one, so that a thread must not hold two. */
  public Object lock(int part) {
    return locks[part & LOCKS - 1];
  }

  /**
   * Marks a row as changed. Rows whose numbers differ in their last six bits only must belong to
   * the same part.
   */
  public void mark(int row) {
    if (rowLength > 0) {
      marks[row >> 6] |= 1L << row;
    }
  }

  /** Adds {@code other} to these sums. Not thread-safe. */
  public void add(FixedPointSums other) {
    requireLength(other.array.length);
    for (int w = 0; w < Math.min(marks.length, other.marks.length); w++) {
      marks[w] |= other.marks[w];
    }
    Parts.forEach(
        array.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            array[i] += other.array[i];
          }
        });
  }

  /** The sums as bytes, to be sent and {@linkplain #addPacked added} elsewhere. */
  public byte[] packed() {
    int marked = marked();
    int rows = 2L * marked * rowLength < array.length && rowLength > 0 ? marked : -1;
    int numbers = rows < 0 ? array.length : rows * rowLength;
    int size = Math.max(0, rows) * Integer.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(HEADER + size, Math.multiplyExact(numbers, Long.BYTES)))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(array.length).putInt(rowLength).putInt(rows);
    if (rows < 0) {
      bytes.asLongBuffer().put(array);
      return bytes.array();
    }
    forEachMarked(bytes::putInt, () -> {});
    LongBuffer sums = bytes.asLongBuffer();
    forEachMarked(row -> sums.put(array, row * rowLength, rowLength), () -> {});
    return bytes.array();
  }

  /** The sums that {@code packed} contains. */
  public static FixedPointSums unpacked(byte[] packed) {
    ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    FixedPointSums sums = of(header.getInt(), header.getInt());
    sums.addPacked(packed);
    return sums;
  }

  /** Adds the sums that {@code packed} contains. Not thread-safe. */
  public void addPacked(byte[] packed) {
    ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    requireLength(bytes.getInt());
    int length = bytes.getInt();
    int rows = bytes.getInt();
    if (rows < 0) {
      Arrays.fill(marks, -1L);
      LongBuffer sums = bytes.asLongBuffer();
      Parts.forEach(
          array.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              array[i] += sums.get(i);
            }
          });
      return;
    }
    LongBuffer sums =
        bytes
            .slice(HEADER + rows * Integer.BYTES, rows * length * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asLongBuffer();
    for (int r = 0; r < rows; r++) {
      int row = bytes.getInt();
      mark(row);
      for (int i = row * length; i < (row + 1) * length; i++) {
        array[i] += sums.get();
      }
    }
  }

  /**
   * Checks the number of sums.
   *
   * @throws IllegalArgumentException if it is not {@code length}
   */
  public void requireLength(int length) {
    if (array.length != length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Cannot add gradients of length %d and %d", array.length, length));
    }
  }

  private int marked() {
    int count = 0;
    for (long word : marks) {
      count += Long.bitCount(word);
    }
    return count;
  }

  private interface RowConsumer {
    void accept(int row);
  }

  /** Visits every marked row, in ascending order; runs {@code otherwise} if rows are not marked. */
  private void forEachMarked(RowConsumer consumer, Runnable otherwise) {
    if (rowLength == 0) {
      otherwise.run();
      return;
    }
    int rows = array.length / rowLength;
    for (int w = 0; w < marks.length; w++) {
      for (long left = marks[w]; left != 0; left &= left - 1) {
        int row = (w << 6) + Long.numberOfTrailingZeros(left);
        if (row < rows) {
          consumer.accept(row);
        }
      }
    }
  }
}
