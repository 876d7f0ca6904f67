package org.sparksoftmax.bench;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.sparksoftmax.math.kernel.F32Gemm;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.Kernels;

/**
 * One matrix product by several libraries: C = A B with A rows×k and B k×n, or C += Aᵀ B with A
 * rows×n and B rows×k. The libraries get row-major matrices, ours gets panels.
 */
final class MatrixProducts {

  static final Map<String, Maker> MAKERS = makers();

  private MatrixProducts() {}

  /** Makes operands, and the task that multiplies them. */
  interface Maker {
    Runnable task(Product product);
  }

  /** A product by the name of its method in {@link F32Gemm}. */
  record Product(String name, int rows, int k, int n) {

    double flops() {
      return 2.0 * rows * k * n;
    }

    String shape() {
      return rows == 0 ? "" : String.format(Locale.ROOT, "%dx%dx%d", rows, k, n);
    }

    boolean transposed() {
      return name.equals("addTransposedProduct");
    }
  }

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("spark-softmax", product -> ours(product, Kernels.gemm()));
    JavaBLAS java = JavaBLAS.getInstance();
    makers.put("netlib " + java.getClass().getSimpleName(), product -> java(product, java));
    // Unpacked beside the figures rather than in the home directory.
    System.setProperty("org.bytedeco.javacpp.cachedir", "target/bench/javacpp");
    try {
      openblas_nolapack.blas_set_num_threads(1);
      makers.put("OpenBLAS", MatrixProducts::openBlas);
    } catch (UnsatisfiedLinkError | NoClassDefFoundError absent) {
      System.err.println("No OpenBLAS for this platform: " + absent.getMessage());
    }
    return makers;
  }

  private static Runnable ours(Product product, F32Gemm gemm) {
    F32Panels a = F32Panels.of(matrix(product.rows, product.transposed() ? product.n : product.k));
    if (product.transposed()) {
      F32Panels x = F32Panels.of(matrix(product.rows, product.k));
      F32Panels g = F32Panels.zeros(product.n, product.k);
      return () -> gemm.addTransposedProduct(a, x, product.rows, g);
    }
    F32Panels b = F32Panels.of(matrix(product.k, product.n));
    F32Panels c = F32Panels.zeros(product.rows, product.n);
    return () -> gemm.multiply(a, product.rows, b, c);
  }

  /** Column-major, as BLAS is: Cᵀ = Bᵀ Aᵀ of what row-major matrices are to it. */
  private static Runnable java(Product product, JavaBLAS blas) {
    int rows = product.rows;
    int k = product.k;
    int n = product.n;
    if (product.transposed()) {
      float[] r = matrix(rows, n).array();
      float[] x = matrix(rows, k).array();
      float[] g = new float[n * k];
      return () -> blas.sgemm("N", "T", k, n, rows, 1f, x, k, r, n, 1f, g, k);
    }
    float[] a = matrix(rows, k).array();
    float[] b = matrix(k, n).array();
    float[] c = new float[rows * n];
    return () -> blas.sgemm("N", "N", n, rows, k, 1f, b, n, a, k, 0f, c, n);
  }

  /** Outside the heap, where nothing is copied on the way. */
  private static Runnable openBlas(Product product) {
    int rows = product.rows;
    int k = product.k;
    int n = product.n;
    FloatPointer c =
        new FloatPointer(
            matrix(product.transposed() ? n : rows, product.transposed() ? k : n).array());
    if (product.transposed()) {
      FloatPointer r = new FloatPointer(matrix(rows, n).array());
      FloatPointer x = new FloatPointer(matrix(rows, k).array());
      return () ->
          openblas_nolapack.cblas_sgemm(
              CblasRowMajor, CblasTrans, CblasNoTrans, n, k, rows, 1f, r, n, x, k, 1f, c, k);
    }
    FloatPointer a = new FloatPointer(matrix(rows, k).array());
    FloatPointer b = new FloatPointer(matrix(k, n).array());
    return () ->
        openblas_nolapack.cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, n, k, 1f, a, k, b, n, 0f, c, n);
  }

  /** Random numbers around 0. */
  private static F32Matrix matrix(int rows, int columns) {
    F32Matrix matrix = F32Matrix.zeros(rows, columns);
    Random random = new Random(1);
    for (int i = 0; i < matrix.array().length; i++) {
      matrix.array()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
