package org.sparksoftmax.math.kernel;

import java.util.Arrays;
import java.util.Random;

/** Prints the kernels of this JVM and a hash of their results on fixed data. */
final class KernelDigest {

  private static final int[] SIZES = {1, 10, 16, 33, 100, 300};

  private final F32Kernels kernels = Kernels.f32();
  private final F32Gemm gemm = Kernels.gemm();
  private final Random random = new Random(1);
  private long hash = 1;

  private KernelDigest() {}

  public static void main(String[] arguments) {
    KernelDigest digest = new KernelDigest();
    for (int rows : new int[] {1, 16, 37, 64}) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          digest.addGemm(rows, k, n);
        }
        digest.addLinear(rows, F32Kernels.padded(k), 5);
        digest.addLinear(rows, F32Kernels.padded(k), 35);
      }
    }
    digest.addOther();
    System.out.println(digest.kernels.description() + " " + digest.hash);
  }

  private void addGemm(int rows, int k, int n) {
    F32Panels a = F32Panels.of(matrix(rows, k));
    F32Panels b = F32Panels.of(matrix(k, n));
    F32Panels c = F32Panels.zeros(rows, n);
    gemm.multiply(a, rows, b, c);
    for (int i = 0; i < rows; i++) {
      float[] row = new float[n];
      c.copyRowInto(i, row, 0);
      add(row);
    }
    F32Panels g = F32Panels.of(matrix(n, k));
    gemm.addTransposedProduct(c, a, rows, g);
    add(g.array());
  }

  private void addLinear(int rows, int features, int classes) {
    F32Matrix x = matrix(rows, features);
    F32Matrix w = matrix(classes, features);
    F32Matrix z = F32Matrix.zeros(rows, F32Kernels.padded(classes));
    F32Matrix logits = new F32Matrix(z.array(), 0, z.stride(), rows, classes);
    kernels.logits(x, w, logits);
    add(z.array());
    kernels.addGradient(logits, x, w);
    add(w.array());
  }

  private void addOther() {
    byte[] bytes = new byte[301];
    random.nextBytes(bytes);
    float[] widened = new float[301];
    kernels.widen(bytes, 1, widened, 2, 299);
    add(widened);
    long[] sums = new long[301];
    double[] scales = new double[301];
    Arrays.fill(scales, 0x1p30);
    kernels.addFixed(widened, 0, scales, sums, 0, 301);
    kernels.addFixedRows(widened, 0, scales, new int[] {0, 1, 3}, 3, 75, sums);
    hash = 31 * hash + Arrays.hashCode(sums);
    F32Matrix z = matrix(20, 32);
    kernels.exponentials(z, new float[32], new float[20], widened);
    kernels.exp(z.array(), 1, widened, 0, 100);
    add(z.array());
    add(widened);
    for (int classes : new int[] {4, 20, 77}) {
      addSparse(classes);
      addSparseDoubles(classes);
    }
  }

  private void addSparse(int classes) {
    float[] values = matrix(1, 4).array();
    SparseRow<float[]> row = new SparseRow<float[]>().at(new int[] {0, 3, 4, 9}, values, 0, 4);
    float[] g = matrix(10, classes + F32Kernels.LANES).array();
    float[] z = new float[F32Kernels.padded(classes)];
    kernels.sparseLogits(row, g, classes, z, 0);
    Arrays.fill(z, classes, z.length, 0f);
    add(z);
    kernels.addSparseGradient(row, z, 0, classes, g);
    add(g);
  }

  private void addSparseDoubles(int classes) {
    int[] rows = {0, 3, 4, 9};
    SparseRow<double[]> row = new SparseRow<double[]>().at(rows, random.doubles(4).toArray(), 0, 4);
    double[] g = random.doubles(10L * classes).toArray();
    double[] z = new double[classes];
    Kernels.f64().sparseLogits(row, g, z.clone(), classes, z, 0);
    hash = 31 * hash + Arrays.hashCode(z);
    Kernels.f64().addSparseGradient(row, z, 0, classes, g);
    hash = 31 * hash + Arrays.hashCode(g);
    long[] sums = new long[10 * classes];
    double[] scales = {0x1p50, 0x1p10, 1, 3};
    Kernels.f64().addFixedRows(g, 0, scales, rows, 4, classes, sums);
    hash = 31 * hash + Arrays.hashCode(sums);
  }

  private void add(float[] values) {
    hash = 31 * hash + Arrays.hashCode(values);
  }

  private F32Matrix matrix(int rows, int columns) {
    F32Matrix matrix = F32Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.array().length; i++) {
      matrix.array()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
