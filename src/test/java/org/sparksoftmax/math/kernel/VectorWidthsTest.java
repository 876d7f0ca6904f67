package org.sparksoftmax.math.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** JVMs with vectors of other widths, and without, return the same bits. */
class VectorWidthsTest {

  @Test
  void everyWidthHasTheSameBits() throws Exception {
    String widest = hash("-XX:+UseSerialGC");
    assertThat(hash("-XX:UseAVX=2")).isEqualTo(widest);
    assertThat(hash("-XX:UseAVX=1")).isEqualTo(widest);
    assertThat(hash("-XX:TieredStopAtLevel=1")).isEqualTo(widest);
    assertThat(hash("-XX:-UseSuperWord")).isEqualTo(widest);
    assertThat(hash("-D" + Kernels.PROPERTY + "=scalar")).isEqualTo(widest);
  }

  /** Runs {@link KernelDigest} in a JVM with {@code option}, which it may not know. */
  private static String hash(String option) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("--add-modules=jdk.incubator.vector");
    command.add("-XX:LiveNodeCountInliningCutoff=200000");
    command.add(option);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(KernelDigest.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(option).isZero();
    return output.strip().substring(output.strip().lastIndexOf(' ') + 1);
  }
}
