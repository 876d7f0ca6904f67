package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

class ModelPropertiesTest {

  /** Labels, names and categories of any characters; parameters of any bits, NaN included. */
  @Property(tries = 300)
  void everyModelComesBackAsItWas(
      @ForAll("texts") List<String> labels,
      @ForAll("texts") List<String> categories,
      @ForAll("texts") List<String> names,
      @ForAll boolean intercept,
      @ForAll @Size(max = 3) List<@IntRange(min = 1, max = 4) Integer> widths,
      @ForAll Activation activation,
      @ForAll long bits) {
    List<InputColumn> columns =
        names.stream()
            .map(name -> new InputColumn(name, name.length() % 2 == 0 ? categories : List.of()))
            .toList();
    int features = columns.stream().mapToInt(InputColumn::width).sum();
    FeatureSchema schema = new FeatureSchema(features, columns, intercept);
    HiddenLayers hidden =
        HiddenLayers.of(activation, widths.stream().mapToInt(width -> width).toArray());
    WeightOrder order = WeightOrder.CLASS_MAJOR;
    ParameterLayout layout = new ParameterLayout(features, labels.size(), intercept, order, hidden);
    double[] parameters = new double[layout.dimension()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Double.longBitsToDouble(bits * (2 * i + 1));
    }
    SoftmaxModel model =
        new SoftmaxModel(LabelIndex.inGivenOrder(labels), schema, intercept, hidden, parameters);
    Map<String, byte[]> files = ModelCodec.encode(model);
    SoftmaxModel back =
        ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
    assertThat(back.classes().labels()).isEqualTo(labels);
    assertThat(back.schema()).isEqualTo(schema);
    assertThat(back.hasIntercept()).isEqualTo(intercept);
    assertThat(back.hidden()).isEqualTo(hidden);
    assertThat(bits(back)).isEqualTo(bits(model));
  }

  /** Centres, spreads and parameters of any bits that are finite; spreads above 0. */
  @Property(tries = 300)
  void everyModelWithUnitsComesBackAsItWas(
      @ForAll @Size(min = 1, max = 4) List<@DoubleRange(min = -1e300, max = 1e300) Double> centres,
      @ForAll boolean centred,
      @ForAll boolean spread,
      @ForAll boolean float64,
      @ForAll boolean intercept,
      @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 3) Integer> widths,
      @ForAll long bits) {
    int features = centres.size();
    double[] given = centres.stream().mapToDouble(c -> c).toArray();
    FeatureUnits units =
        FeatureUnits.of(
                centred ? given : null,
                spread
                    ? Arrays.stream(given).map(c -> Math.abs(c) + Double.MIN_VALUE).toArray()
                    : null)
            .inFloat64(float64);
    boolean constants = intercept || units.isCentred();
    ParameterLayout layout =
        new ParameterLayout(
            features,
            3,
            constants,
            WeightOrder.CLASS_MAJOR,
            HiddenLayers.of(Activation.TANH, widths.stream().mapToInt(width -> width).toArray()));
    double[] parameters = new double[layout.dimension()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = Double.longBitsToDouble(bits * (2 * i + 1));
    }
    SoftmaxModel model =
        SoftmaxModel.ofStored(
            LabelIndex.inGivenOrder(List.of("a", "b", "c")),
            FeatureSchema.unnamed(features),
            layout,
            parameters,
            units,
            intercept);
    Map<String, byte[]> files = ModelCodec.encode(model);
    SoftmaxModel back =
        ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
    assertThat(back.units().centres()).isEqualTo(units.centres());
    assertThat(back.units().spreads()).isEqualTo(units.spreads());
    assertThat(back.units().needsFloat64()).isEqualTo(float64);
    assertThat(back.hasIntercept()).isEqualTo(intercept);
    assertThat(back.hidden()).isEqualTo(model.hidden());
    assertThat(bits(back)).isEqualTo(bits(model));
    assertThat(back.sha256()).isEqualTo(model.sha256());
    Map<String, byte[]> again = ModelCodec.encode(back);
    assertThat(again.get(ModelCodec.WEIGHTS)).isEqualTo(files.get(ModelCodec.WEIGHTS));
    assertThat(again.get(ModelCodec.METADATA)).isEqualTo(files.get(ModelCodec.METADATA));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings()
        .all()
        .ofMaxLength(6)
        .list()
        .ofMinSize(2)
        .ofMaxSize(5)
        .uniqueElements();
  }

  private static long[] bits(SoftmaxModel model) {
    return Arrays.stream(model.parameters(WeightOrder.CLASS_MAJOR))
        .mapToLong(Double::doubleToRawLongBits)
        .toArray();
  }
}
