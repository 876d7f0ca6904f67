package org.sparksoftmax.math.block;

/**
 * The features that occur in a sparse block, in ascending order. Sums stored contiguously for these
 * features alone need little more than the cache. One instance is reused for successive blocks.
 */
public final class OccurringFeatures {

  /** The maximum number of features of a {@linkplain #piece piece}. */
  public static final int PIECE = 512;

  private static final int PIECE_BITS = 9;

  /** One bit per feature, set if the feature occurs in the block. */
  private final long[] marks;

  /** For each feature that occurs, its place among those of the block. */
  private final int[] places;

  /** The features of the block in ascending order, which is memory order. */
  private int[] occurring = new int[1024];

  private int count;

  private int[] entryPlaces = new int[1024];

  /**
   * @param features D
   */
  public OccurringFeatures(int features) {
    this.marks = new long[(features + 63) / 64];
    this.places = new int[features];
  }

  /** Finds and numbers the features that occur in {@code x}. */
  public void find(CsrBlock x) {
    int[] columns = x.columns();
    if (entryPlaces.length < columns.length) {
      entryPlaces = new int[columns.length];
      occurring = new int[Math.min(columns.length, places.length)];
    }
    for (int column : columns) {
      marks[column >> 6] |= 1L << column;
    }
    count = 0;
    for (int w = 0; w < marks.length; w++) {
      for (long left = marks[w]; left != 0; left &= left - 1) {
        int column = (w << 6) + Long.numberOfTrailingZeros(left);
        places[column] = count;
        occurring[count++] = column;
      }
      marks[w] = 0;
    }
    for (int e = 0; e < columns.length; e++) {
      entryPlaces[e] = places[columns[e]];
    }
  }

  /** Number of features that occur. */
  public int count() {
    return count;
  }

  /** The feature at {@code place}. */
  public int feature(int place) {
    return occurring[place];
  }

  /**
   * The number of a group of at most {@link #PIECE} consecutive features, for which one lock
   * suffices.
   */
  public static int groupOf(int feature) {
    return feature >> PIECE_BITS;
  }

  /**
   * Collects the features from {@code first} on that belong to the {@linkplain #groupOf group} of
   * the first of them.
   *
   * @param first a place
   * @param scales scale of every feature
   * @param features the features; overwritten
   * @param featureScales their scales; overwritten
   * @return the number of features
   */
  public int piece(int first, double[] scales, int[] features, double[] featureScales) {
    int group = groupOf(occurring[first]);
    int n = 0;
    for (int p = first; p < count && groupOf(occurring[p]) == group; p++) {
      features[n] = occurring[p];
      featureScales[n++] = scales[occurring[p]];
    }
    return n;
  }

  /** The place of the feature of each entry; the array may be longer than the number of entries. */
  public int[] entryPlaces() {
    return entryPlaces;
  }
}
