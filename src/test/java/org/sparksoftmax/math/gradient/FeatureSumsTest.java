package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.ParameterLayout;

class FeatureSumsTest {

  private static final int CLASSES = 2;

  @Test
  void sumsComeToThePlacesOfTheirFeatures() {
    FeatureSums sums = new FeatureSums(50, CLASSES);
    long[] expected = new long[100];
    for (int round = 0; round < 2; round++) {
      for (int feature = 48; feature >= 0; feature -= 2) {
        assertThat(sums.add(feature, new float[] {9, feature, 1}, 1, 4) < FixedPoint.LIMIT)
            .isTrue();
        assertThat(sums.add(feature, new double[] {9, 2, 0.5}, 1, 4) < FixedPoint.LIMIT).isTrue();
        expected[feature * CLASSES] += 4 * feature + 8;
        expected[feature * CLASSES + 1] += 4 + 2;
      }
    }
    FeatureSums other = new FeatureSums(50, CLASSES);
    other.add(7, new double[] {5, 6}, 0, 1);
    other.add(8, new double[] {1, 1}, 0, 1);
    sums.trim();
    sums.merge(other);
    long[] actual = new long[100];
    actual[0] = 1000;
    actual[17] = 1000;
    expected[0] += 1000;
    expected[17] += 1000;
    expected[14] += 5;
    expected[15] += 6;
    expected[16] += 1;
    expected[17] += 1;
    sums.addTo(actual);
    assertThat(actual).containsExactly(expected);
    assertThat(sums.dimension()).isEqualTo(100);
  }

  @Test
  void areSmallUpToHalfOfTheFeatures() {
    FeatureSums three = of(10, 0, 1, 2);
    assertThat(three.staysSmallWith(of(10, 3, 4))).isTrue();
    assertThat(three.staysSmallWith(of(10, 3, 4, 5))).isFalse();
    assertThat(three.staysSmallWith(of(10))).isTrue();
  }

  @Test
  void whatIsOutOfRangeIsReportedAndSpoilsAWideGradient() {
    ParameterLayout wide = new ParameterLayout(1 << 19, 2, true, WeightOrder.FEATURE_MAJOR);
    GradientGrid grid = GradientGrid.of(new ColumnMagnitudes(1 << 19), 1);
    float[] singles = {1, 0x1p62f};
    double[] doubles = {1, 0x1p62};
    assertThat(of(3).add(1, singles, 0, 1) < FixedPoint.LIMIT).isFalse();
    assertThat(of(3).add(1, doubles, 0, 1) < FixedPoint.LIMIT).isFalse();
    LossGradientSum single = new LossGradientSum();
    single.addFeature(wide, 1, singles, 0, 1);
    assertThat(single.gradient(wide, grid)[0]).isNaN();
    LossGradientSum twice = new LossGradientSum();
    twice.addFeature(wide, 1, doubles, 0, 1);
    assertThat(twice.gradient(wide, grid)[0]).isNaN();
  }

  @Test
  void wideSumsAreSmallAndSmallerWithoutSpareRoom() throws IOException {
    ParameterLayout wide = new ParameterLayout(1 << 19, 2, true, WeightOrder.FEATURE_MAJOR);
    LossGradientSum sum = new LossGradientSum();
    sum.addFeature(wide, 1, new double[] {1, 2}, 0, 1);
    int before = bytes(sum);
    assertThat(before).isLessThan(2000);
    assertThat(bytes(sum.trim())).isLessThan(before - 200);
  }

  @Test
  void refusesADenseSumOfAnotherDimension() {
    ParameterLayout wide = new ParameterLayout(1 << 19, 2, true, WeightOrder.FEATURE_MAJOR);
    LossGradientSum sparse = new LossGradientSum();
    sparse.addFeature(wide, 1, new double[] {1, 2}, 0, 1);
    LossGradientSum dense = new LossGradientSum();
    dense.gradientSum(3);
    assertThatThrownBy(() -> dense.merge(sparse))
        .hasMessage("Cannot add gradients of length 3 and 1048578");
    assertThatThrownBy(() -> dense.gradientSum(4))
        .hasMessage("Cannot add gradients of length 3 and 4");
  }

  private static FeatureSums of(int features, int... occurring) {
    FeatureSums sums = new FeatureSums(features, CLASSES);
    for (int feature : occurring) {
      sums.add(feature, new double[] {1, 1}, 0, 1);
    }
    return sums;
  }

  private static int bytes(LossGradientSum sum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sum);
    }
    return bytes.size();
  }
}
