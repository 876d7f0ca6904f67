package org.sparksoftmax.data.block;

import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.block.Values;

/** Packs values into arrays of u8, f32 or f64. */
final class ValuePacker {

  private ValuePacker() {}

  static boolean isU8(double value) {
    return value >= 0 && value <= 255 && value == Math.rint(value);
  }

  /** Checks that {@code storage} can represent values; NaN is one that will be replaced. */
  static void requireStorable(double[] values, int count, Storage storage) throws BadRow {
    if (storage == Storage.U8 || storage == Storage.F32) {
      for (int i = 0; i < count; i++) {
        requireStorable(values[i], storage);
      }
    }
  }

  private static void requireStorable(double value, Storage storage) throws BadRow {
    if (storage == Storage.U8 && !isU8(value) && !Double.isNaN(value)) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "value %s is not an integer 0..255 (data.storage = u8): use data.storage = auto",
              value));
    }
    if (storage == Storage.F32 && Math.abs(value) > Float.MAX_VALUE) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "value %s is beyond the range of float32 (%s): use data.storage = auto",
              value,
              Float.MAX_VALUE));
    }
  }

  /**
   * Packs values before the storage of the data set is determined, in bytes or float32 only if that
   * is exact.
   */
  static Values packExactly(double[] values, int count, Storage storage) {
    byte[] bytes = storage == Storage.U8 || storage == Storage.AUTO ? bytes(values, count) : null;
    if (bytes != null) {
      return new U8Values(bytes);
    }
    float[] floats = storage == Storage.F64 ? null : floatsIfExact(values, count);
    return floats == null ? new F64Values(Arrays.copyOf(values, count)) : new F32Values(floats);
  }

  /** Packs values into the smallest type that {@code storage} allows. */
  static Values pack(double[] values, int count, Storage storage) {
    if (storage == Storage.F64) {
      return new F64Values(Arrays.copyOf(values, count));
    }
    byte[] bytes = storage == Storage.F32 ? null : bytes(values, count);
    return bytes == null ? new F32Values(floats(values, count)) : new U8Values(bytes);
  }

  private static float[] floats(double[] values, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The values in float32; null if one would be rounded. */
  private static float[] floatsIfExact(double[] values, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) values[i];
      if (floats[i] != values[i] && !Double.isNaN(values[i])) {
        return null;
      }
    }
    return floats;
  }

  /** The values as unsigned bytes; null if one is not an integer from 0 to 255. */
  private static byte[] bytes(double[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!isU8(values[i])) {
        return null;
      }
    }
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return bytes;
  }

  /** The rows x − c, computed in float64 and stored in float32. */
  static Values minus(DenseBlock block, double[] centres) {
    int features = block.features();
    double[] row = new double[features];
    float[] floats = new float[block.values().length()];
    for (int i = 0; i < block.rows(); i++) {
      block.rowInto(i, row);
      for (int j = 0; j < features; j++) {
        floats[i * features + j] = (float) (row[j] - centres[j]);
      }
    }
    return new F32Values(floats);
  }

  /** Converts values to the storage of the data set. */
  static Values convert(Values values, Storage storage) {
    boolean asIs =
        switch (storage) {
          case U8 -> values instanceof U8Values;
          case F32 -> values instanceof F32Values;
          case F64 -> values instanceof F64Values;
          case AUTO -> throw new IllegalArgumentException("The storage of a data set is decided");
        };
    if (asIs) {
      return values;
    }
    double[] wide = new double[values.length()];
    values.widenInto(0, wide.length, wide, 0);
    return pack(wide, wide.length, storage);
  }
}
