package org.sparksoftmax.math.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector registers of a machine, which determine the shape of the tiles: the sums of a tile,
 * the operands of a step and the results in flight must all fit. More registers allow larger tiles,
 * which load less per multiply-add. The shape of a tile does not affect the order of any sum.
 *
 * @param count number of registers
 * @param lanes number of float32 values in a register
 */
record VectorRegisters(int count, int lanes) {

  /**
   * The widest vectors of this machine, at most the {@link F32Kernels#LANES} of one dot product.
   */
  static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() <= F32Kernels.LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  /** The registers of this machine. */
  static final VectorRegisters OF_MACHINE = of(System.getProperty("os.arch"), FLOATS.length());

  private static final int MANY = 32;

  /**
   * The registers of a processor architecture. On x86, only AVX-512 has 32 registers, and the
   * virtual machine prefers 512 bits exactly where it uses them. Arm (NEON and SVE), POWER and
   * RISC-V have 32 whatever their width.
   *
   * @param architecture value of the system property os.arch
   */
  static VectorRegisters of(String architecture, int lanes) {
    boolean x86 =
        architecture.equals("amd64")
            || architecture.equals("x86_64")
            || architecture.equals("x86")
            || architecture.equals("i386");
    return new VectorRegisters(x86 && lanes < F32Kernels.LANES ? MANY / 2 : MANY, lanes);
  }

  /** Whether tiles of 20 sums and more fit. */
  boolean areMany() {
    return count >= MANY;
  }
}
