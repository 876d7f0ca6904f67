package org.sparksoftmax.linalg;

import java.lang.reflect.InvocationTargetException;

/** The kernels of this JVM, chosen once. */
public final class Kernels {

  /** Set to {@code scalar} to do without the Vector API. The results are the same. */
  public static final String PROPERTY = "softmax.kernels";

  private static final String MODULE = "jdk.incubator.vector";
  private static final F32Kernels F32 = chooseF32();

  private Kernels() {}

  /** The float32 kernels. */
  public static F32Kernels f32() {
    return F32;
  }

  /** The plain loops, whatever the machine offers. */
  public static F32Kernels scalarF32() {
    return new F32ScalarKernels();
  }

  private static F32Kernels chooseF32() {
    boolean wanted = !"scalar".equals(System.getProperty(PROPERTY));
    if (!wanted || ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new F32ScalarKernels();
    }
    try {
      // By name, so that this class loads where the module is missing.
      Class<?> vector = Class.forName(Kernels.class.getPackageName() + ".F32VectorKernels");
      F32Kernels kernels = (F32Kernels) vector.getDeclaredConstructor().newInstance();
      return kernels;
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException impossible) {
      throw new IllegalStateException("The vector kernels are part of this jar", impossible);
    }
  }
}
