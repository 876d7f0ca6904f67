package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;

/**
 * An inventory of the blocks of a data set: the order and content hash of each block, and bounds on
 * values and weights. It does not depend on how the blocks are distributed. Mutable and not
 * thread-safe.
 */
public final class BlockInventory implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Order and content hash of each block, unsorted. */
  private long[] orders = new long[4];

  private long[] hashes = new long[4];
  private int count;

  private final ColumnMagnitudes magnitudes;
  private final ExactSum exampleWeightSum = new ExactSum();

  /** Creates an empty inventory. */
  BlockInventory(int features) {
    magnitudes = new ColumnMagnitudes(features);
  }

  /** Adds {@code block}. */
  void add(ExampleBlock block) {
    append(block.order(), block.contentHash());
    magnitudes.add(block.features());
    exampleWeightSum.add(block.exampleWeightSum());
  }

  /** Adds the blocks of {@code other} and returns this. */
  BlockInventory merge(BlockInventory other) {
    for (int b = 0; b < other.count; b++) {
      append(other.orders[b], other.hashes[b]);
    }
    magnitudes.merge(other.magnitudes);
    exampleWeightSum.add(other.exampleWeightSum);
    return this;
  }

  int features() {
    return magnitudes.features();
  }

  /** The largest magnitude of each feature. */
  public ColumnMagnitudes magnitudes() {
    return magnitudes;
  }

  /** Σ w of all rows. */
  public double exampleWeightSum() {
    return exampleWeightSum.value();
  }

  /** The sum of the content hashes of the blocks whose order is selected, modulo 2^64. */
  long checksum(LongPredicate selected) {
    long sum = 0;
    for (int b = 0; b < count; b++) {
      sum += selected.test(orders[b]) ? hashes[b] : 0;
    }
    return sum;
  }

  /** The order of every block, unsorted. */
  public long[] orders() {
    return Arrays.copyOf(orders, count);
  }

  /** SHA-256 over the blocks and {@code schema}. */
  String fingerprint(String schema) {
    StringBuilder text = new StringBuilder();
    sorted().forEach((order, hash) -> text.append(order).append(':').append(hash).append('\n'));
    text.append(schema);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  /** The order of the first block that differs from {@code other}, if there is one. */
  OptionalLong firstDifference(BlockInventory other) {
    Map<Long, Long> mine = sorted();
    Map<Long, Long> others = other.sorted();
    NavigableMap<Long, Long> all = new TreeMap<>(mine);
    all.putAll(others);
    return all.keySet().stream()
        .filter(order -> !mine.containsKey(order) || !mine.get(order).equals(others.get(order)))
        .mapToLong(order -> order)
        .findFirst();
  }

  private NavigableMap<Long, Long> sorted() {
    NavigableMap<Long, Long> sorted = new TreeMap<>();
    for (int b = 0; b < count; b++) {
      sorted.put(orders[b], hashes[b]);
    }
    return sorted;
  }

  private void append(long order, long hash) {
    if (count == orders.length) {
      orders = Arrays.copyOf(orders, 2 * count);
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    orders[count] = order;
    hashes[count++] = hash;
  }
}
