package org.sparksoftmax;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.block.Values;

/** The same random rows in every form of a block. */
public final class TestBlocks {

  private TestBlocks() {}

  /** The forms of a block. */
  public enum Form {
    DENSE_U8,
    DENSE_F32,
    DENSE_F64,
    CSR_U8,
    CSR_F32,
    CSR_F64
  }

  /** Random integers from 0 to 255, half of them 0, which are exact in every form. */
  public static double[][] rows(int n, int d, long seed) {
    Random random = new Random(seed);
    double[][] x = new double[n][d];
    for (double[] row : x) {
      for (int j = 0; j < d; j++) {
        row[j] = random.nextBoolean() ? 0 : random.nextInt(256);
      }
    }
    return x;
  }

  public static int[] labels(int n, int classes, long seed) {
    return new Random(seed).ints(n, 0, classes).toArray();
  }

  public static double[] uniform(int n, double scale, long seed) {
    return new Random(seed).doubles(n, -scale, scale).toArray();
  }

  public static double[] weights(int n, long seed) {
    return new Random(seed).doubles(n, 0, 3).toArray();
  }

  public static ExampleBlock examples(
      double[][] x, int[] labels, double[] exampleWeights, Form form) {
    return new ExampleBlock(0, features(x, form), labels, exampleWeights);
  }

  public static FeatureBlock features(double[][] x, Form form) {
    int d = x[0].length;
    double[] flat = IntStream.range(0, x.length * d).mapToDouble(i -> x[i / d][i % d]).toArray();
    return switch (form) {
      case DENSE_U8 -> new DenseBlock(x.length, d, u8(flat));
      case DENSE_F32 -> new DenseBlock(x.length, d, f32(flat));
      case DENSE_F64 -> new DenseBlock(x.length, d, new F64Values(flat));
      case CSR_U8, CSR_F32, CSR_F64 -> csr(x, form);
    };
  }

  private static CsrBlock csr(double[][] x, Form form) {
    int d = x[0].length;
    int[] rowPointers = new int[x.length + 1];
    IntStream.Builder columns = IntStream.builder();
    DoubleStream.Builder values = DoubleStream.builder();
    for (int i = 0; i < x.length; i++) {
      rowPointers[i + 1] = rowPointers[i];
      for (int j = 0; j < d; j++) {
        if (x[i][j] != 0) {
          columns.add(j);
          values.add(x[i][j]);
          rowPointers[i + 1]++;
        }
      }
    }
    double[] flat = values.build().toArray();
    Values packed =
        switch (form) {
          case CSR_U8 -> u8(flat);
          case CSR_F32 -> f32(flat);
          default -> new F64Values(flat);
        };
    return new CsrBlock(d, rowPointers, columns.build().toArray(), packed);
  }

  private static U8Values u8(double[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return new U8Values(bytes);
  }

  private static F32Values f32(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return new F32Values(floats);
  }
}
