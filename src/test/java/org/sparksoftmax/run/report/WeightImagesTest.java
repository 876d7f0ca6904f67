package org.sparksoftmax.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

class WeightImagesTest {

  private static final LabelIndex CLASSES = LabelIndex.inGivenOrder(List.of("a", "b"));

  private static byte[] bytes(WeightImages.Scaled templates, int at) {
    return Base64.getDecoder().decode(templates.templates().get(at).weights());
  }

  @Test
  void everyClassHasItsWeightsOnOneScale() {
    double[] parameters = {4, -2, 0, 1, -4, 2, 9, 9}; // the last two are intercepts
    WeightImages.Scaled templates =
        WeightImages.of(new SoftmaxModel(CLASSES, FeatureSchema.unnamed(3), true, parameters));

    assertThat(templates.scale()).isEqualTo(4);
    assertThat(templates.outputs()).isEqualTo(2);
    assertThat(bytes(templates, 0)).containsExactly(127, -63, 0);
    assertThat(bytes(templates, 1)).containsExactly(32, -127, 64);
  }

  @Test
  void ofANetworkTheStrongestUnitsComeFirst() {
    double[] parameters = {
      1, 0, /* unit 0 */ 5, 0, /* unit 1 */ 2, 0, /* unit 2 */
      9, 0, 1, 9, 0, 1 /* from the units to the classes */
    };
    WeightImages.Scaled templates =
        WeightImages.of(
            new SoftmaxModel(
                CLASSES,
                FeatureSchema.unnamed(2),
                false,
                HiddenLayers.of(Activation.RELU, 3),
                parameters));

    assertThat(templates.templates())
        .extracting(WeightImages.Image::output)
        .containsExactly(0, 2, 1);
  }

  @Test
  void aModelOfZerosIsDrawn() {
    WeightImages.Scaled templates =
        WeightImages.of(new SoftmaxModel(CLASSES, FeatureSchema.unnamed(2), false, new double[4]));

    assertThat(templates.scale()).isZero();
    assertThat(bytes(templates, 1)).containsExactly(0, 0);
  }

  @Test
  void picturesTooLargeForAPageAreLeftOut() {
    WeightImages.Scaled templates =
        WeightImages.of(
            new SoftmaxModel(
                CLASSES, FeatureSchema.unnamed(500_000), false, new double[1_000_000]));

    assertThat(templates.templates()).isEmpty();
    assertThat(templates.outputs()).isEqualTo(2);
  }
}
