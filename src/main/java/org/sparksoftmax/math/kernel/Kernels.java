package org.sparksoftmax.math.kernel;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Selects the kernels of this JVM once. */
public final class Kernels {

  /** System property; {@code scalar} disables the Vector API. The results are the same. */
  public static final String PROPERTY = "softmax.kernels";

  private static final String MODULE = "jdk.incubator.vector";
  private static final boolean VECTOR =
      !"scalar".equals(System.getProperty(PROPERTY)) && hasVectorApi();
  private static final F32Kernels F32 =
      VECTOR ? vector("F32VectorKernels", F32Kernels.class) : new F32ScalarKernels();
  private static final F64Kernels F64 =
      VECTOR ? vector("F64VectorKernels", F64Kernels.class) : new F64ScalarKernels();
  private static final F32Gemm GEMM =
      VECTOR ? vector("F32VectorGemm", F32Gemm.class) : new F32ScalarGemm();

  private static final Set<Form> WARMED_UP = ConcurrentHashMap.newKeySet();
  private static final int WARM_UP_ROWS = 16;
  private static final int WARM_UP_FEATURES = 64;

  /** Every loop over classes has work: four vectors at a time, then two, then one. */
  private static final int WARM_UP_CLASSES = 7 * F32Kernels.LANES;

  /** Enough calls and iterations to trigger the optimising compiler. */
  private static final int WARM_UP_ROUNDS = 2000;

  private Kernels() {}

  /** Whether this JVM has the Vector API, which it has only on request. */
  public static boolean hasVectorApi() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** The float32 kernels. */
  public static F32Kernels f32() {
    return F32;
  }

  /** The float64 kernels. */
  public static F64Kernels f64() {
    return F64;
  }

  /** The float32 products of matrices in panels. */
  public static F32Gemm gemm() {
    return GEMM;
  }

  /** The scalar float32 kernels, even if the Vector API is available. */
  public static F32Kernels scalarF32() {
    return new F32ScalarKernels();
  }

  /** Like {@link #scalarF32()}, in float64. */
  public static F64Kernels scalarF64() {
    return new F64ScalarKernels();
  }

  /** Like {@link #scalarF32()}, for matrices in panels. */
  public static F32Gemm scalarGemm() {
    return new F32ScalarGemm();
  }

  /** The form of the rows, which decides which kernels a run needs. */
  public enum Form {
    DENSE,
    SPARSE
  }

  /**
   * Runs the kernels for rows of a form on dummy data in a background thread, once per JVM, so that
   * they are compiled by the time the data has been read. Uncompiled kernels take a hundred times
   * as long.
   */
  public static void warmUp(Form form) {
    if (WARMED_UP.add(form)) {
      Runnable kernels = form == Form.DENSE ? Kernels::runDense : Kernels::runSparse;
      Thread thread = new Thread(kernels, "softmax-kernel-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void runDense() {
    F32Matrix x = F32Matrix.zeros(WARM_UP_ROWS, 10 * F32Kernels.LANES);
    F32Matrix w = F32Matrix.zeros(2 * F32Kernels.TILE_CLASSES, x.columns());
    float[] logits = new float[WARM_UP_ROWS * F32Kernels.LANES];
    F32Matrix z = new F32Matrix(logits, 0, F32Kernels.LANES, WARM_UP_ROWS, w.rows());
    float[] bias = new float[F32Kernels.LANES];
    float[] max = new float[WARM_UP_ROWS];
    float[] sum = new float[WARM_UP_ROWS];
    byte[] bytes = new byte[x.array().length];
    double[] scales = new double[x.array().length];
    long[] sums = new long[x.array().length];
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      F32.widen(bytes, 0, x.array(), 0, bytes.length);
      F32.logits(x, w, z);
      F32.exponentials(z, bias, max, sum);
      F32.scaleRows(z, sum);
      F32.addGradient(z, x, w);
      F32.add(logits, 0, bias, bias.length);
      F32.addFixed(x.array(), 0, scales, sums, 0, 2 * x.columns());
    }
  }

  private static void runSparse() {
    int classes = WARM_UP_CLASSES;
    int[] features = IntStream.range(0, WARM_UP_FEATURES).toArray();
    SparseRow<float[]> row =
        new SparseRow<float[]>().at(features, new float[WARM_UP_FEATURES], 0, WARM_UP_ROWS);
    float[] w = new float[WARM_UP_FEATURES * classes + F32Kernels.LANES];
    F32Matrix z = F32Matrix.zeros(WARM_UP_ROWS, classes);
    float[] bias = new float[classes];
    float[] max = new float[WARM_UP_ROWS];
    float[] sum = new float[WARM_UP_ROWS];
    double[] scales = new double[WARM_UP_FEATURES];
    long[] sums = new long[WARM_UP_FEATURES * classes];
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      for (int i = 0; i < z.rows(); i++) {
        F32.sparseLogits(row, w, classes, z.array(), z.row(i));
      }
      F32.exponentials(z, bias, max, sum);
      F32.scaleRows(z, sum);
      for (int i = 0; i < z.rows(); i++) {
        F32.addSparseGradient(row, z.array(), z.row(i), classes, w);
        F32.add(z.array(), z.row(i), bias, classes);
      }
      F32.addFixedRows(w, 0, scales, features, features.length, classes, sums);
      F32.dot(w, w, 0, w.length);
    }
  }

  /** Instantiates kernels by name, so that this class loads even if the module is missing. */
  private static <T> T vector(String name, Class<T> kernels) {
    try {
      Class<?> found = Class.forName(Kernels.class.getPackageName() + "." + name);
      return kernels.cast(found.getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException impossible) {
      throw new IllegalStateException("The vector kernels are part of this jar", impossible);
    }
  }
}
