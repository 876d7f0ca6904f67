package org.sparksoftmax.math.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorRegistersTest {

  @Test
  void onX86OnlyTheWidestVectorsHave32Registers() {
    for (String x86 : new String[] {"amd64", "x86_64", "x86", "i386"}) {
      assertThat(VectorRegisters.of(x86, 16)).isEqualTo(new VectorRegisters(32, 16));
      assertThat(VectorRegisters.of(x86, 8)).isEqualTo(new VectorRegisters(16, 8));
      assertThat(VectorRegisters.of(x86, 4)).isEqualTo(new VectorRegisters(16, 4));
    }
  }

  @Test
  void otherArchitecturesHave32RegistersOfAnyWidth() {
    for (String architecture : new String[] {"aarch64", "ppc64le", "riscv64"}) {
      for (int lanes : new int[] {4, 8, 16}) {
        assertThat(VectorRegisters.of(architecture, lanes).areMany()).isTrue();
      }
    }
  }

  @Test
  void aVectorHoldsNoMoreThanTheSumsOfADotProduct() {
    int lanes = VectorRegisters.OF_MACHINE.lanes();
    assertThat(F32Kernels.LANES % lanes).isZero();
  }
}
