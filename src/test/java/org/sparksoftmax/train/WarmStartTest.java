package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.WarmStart.Classes;

class WarmStartTest {

  private static final LabelIndex PETS = LabelIndex.inGivenOrder(List.of("cat", "dog", "fox"));

  private final List<String> notices = new ArrayList<>();

  private static InputColumn column(String name, String... categories) {
    return new InputColumn(name, List.of(categories));
  }

  private static FeatureSchema named(InputColumn... columns) {
    return schema(true, columns);
  }

  private static FeatureSchema schema(boolean named, InputColumn... columns) {
    int features = IntStream.range(0, columns.length).map(c -> columns[c].width()).sum();
    return new FeatureSchema(features, List.of(columns), named);
  }

  /** The weight of class k for feature j is 10 k + j; the intercept is 10 k + 9. */
  private static SoftmaxModel model(LabelIndex classes, FeatureSchema schema, boolean intercept) {
    int d = schema.features();
    double[] parameters = new double[classes.size() * (d + (intercept ? 1 : 0))];
    for (int k = 0; k < classes.size(); k++) {
      for (int j = 0; j < d; j++) {
        parameters[k * d + j] = 10 * k + j;
      }
      if (intercept) {
        parameters[classes.size() * d + k] = 10 * k + 9;
      }
    }
    return new SoftmaxModel(classes, schema, intercept, parameters);
  }

  private static WarmStart start(LabelIndex classes, FeatureSchema schema) {
    return new WarmStart("optimizer.warm-start = m", model(classes, schema, true), Classes.NAMED);
  }

  private SoftmaxModel fit(WarmStart start, LabelIndex classes, FeatureSchema schema) {
    return start.fitTo(classes, schema, true, HiddenLayers.NONE, notices::add);
  }

  private static void assertRefused(ThrowingCallable fit, String message) {
    assertThatThrownBy(fit).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  @Test
  void theSameClassesAndFeaturesKeepTheirWeights() {
    FeatureSchema schema = named(column("a"), column("b"));
    SoftmaxModel fitted = fit(start(PETS, schema), PETS, schema);
    assertThat(fitted.sha256()).isEqualTo(model(PETS, schema, true).sha256());
    assertThat(notices).isEmpty();
  }

  @Test
  void classesMayHaveAnotherOrder() {
    FeatureSchema schema = FeatureSchema.unnamed(2);
    LabelIndex other = LabelIndex.inGivenOrder(List.of("fox", "cat", "dog"));
    SoftmaxModel fitted = fit(start(PETS, schema), other, schema);
    assertThat(fitted.classes().labels()).containsExactly("fox", "cat", "dog");
    assertThat(IntStream.range(0, 3).mapToDouble(k -> fitted.weight(k, 1)))
        .containsExactly(21.0, 1.0, 11.0);
    assertThat(IntStream.range(0, 3).mapToDouble(fitted::intercept))
        .containsExactly(29.0, 9.0, 19.0);
  }

  @Test
  void columnsAndCategoriesMayHaveAnotherOrder() {
    FeatureSchema before = named(column("size"), column("hue", "red", "sea", "sky"), column("age"));
    FeatureSchema after = named(column("age"), column("hue", "sky", "red", "sea"), column("size"));
    SoftmaxModel fitted = fit(start(PETS, before), PETS, after);
    assertThat(fitted.schema()).isEqualTo(after);
    assertThat(IntStream.range(0, 5).mapToDouble(j -> fitted.weight(1, j)))
        .containsExactly(14.0, 13.0, 11.0, 12.0, 10.0);
    assertThat(fitted.intercept(1)).isEqualTo(19.0);
  }

  @Test
  void columnsWithoutNamesAreTakenByPosition() {
    FeatureSchema before = named(column("size"), column("hue", "red", "sea"));
    FeatureSchema after = schema(false, column("0"), column("1", "sea", "red"));
    SoftmaxModel fitted = fit(start(PETS, before), PETS, after);
    assertThat(IntStream.range(0, 3).mapToDouble(j -> fitted.weight(0, j)))
        .containsExactly(0.0, 2.0, 1.0);
    SoftmaxModel plain = fit(start(PETS, before), PETS, FeatureSchema.unnamed(3));
    assertThat(plain.weight(2, 2)).isEqualTo(22.0);
  }

  @Test
  void aModelWithoutInterceptsStartsARunWithThem() {
    FeatureSchema schema = FeatureSchema.unnamed(2);
    WarmStart start = new WarmStart("m", model(PETS, schema, false), Classes.NAMED);
    SoftmaxModel fitted = fit(start, PETS, schema);
    assertThat(fitted.hasIntercept()).isTrue();
    assertThat(fitted.intercept(2)).isZero();
    assertThat(fitted.weight(2, 1)).isEqualTo(21.0);
  }

  @Test
  void aModelWithInterceptsDoesNotStartARunWithoutThem() {
    FeatureSchema schema = FeatureSchema.unnamed(2);
    assertRefused(
        () -> start(PETS, schema).fitTo(PETS, schema, false, HiddenLayers.NONE, notices::add),
        "Cannot start from optimizer.warm-start = m: it has intercepts where model.intercept ="
            + " false: set model.intercept = true, or name a model without");
  }

  @Test
  void otherClassesAreNamed() {
    FeatureSchema schema = FeatureSchema.unnamed(2);
    assertRefused(
        () -> fit(start(PETS, schema), LabelIndex.inGivenOrder(List.of("cat", "cow")), schema),
        "Cannot start from optimizer.warm-start = m: its classes are not those of the training"
            + " rows: it lacks 'cow' and has 'dog', 'fox'; name a model of the same classes, or"
            + " set data.classes");
  }

  @Test
  void onlyTheFirstFewNamesAreListed() {
    FeatureSchema schema = FeatureSchema.unnamed(2);
    List<String> many = IntStream.range(0, 9).mapToObj(k -> "c" + k).toList();
    assertThatThrownBy(
            () -> fit(start(LabelIndex.inGivenOrder(many), schema), labels("c0", "c1"), schema))
        .hasMessageContaining("it also has 'c2', 'c3', 'c4', ... (4 more);");
    assertThatThrownBy(
            () -> fit(start(labels("c0", "c1"), schema), LabelIndex.inGivenOrder(many), schema))
        .hasMessageContaining("it lacks 'c2', 'c3', 'c4', ... (4 more);");
  }

  private static LabelIndex labels(String... labels) {
    return LabelIndex.inGivenOrder(List.of(labels));
  }

  @Test
  void otherColumnsAndCategoriesAreNamed() {
    FeatureSchema model = named(column("size"), column("hue", "red", "sea"));
    FeatureSchema data = named(column("size"), column("hue", "red", "sky"), column("age"));
    assertRefused(
        () -> fit(start(PETS, model), PETS, data),
        "Cannot start from optimizer.warm-start = m: its features are not those of the training"
            + " rows: it lacks 'hue=sky', 'age' and has 'hue=sea'; name a model of the same"
            + " features, or choose the columns with data.feature-columns and"
            + " data.categorical-columns");
    assertThatThrownBy(
            () ->
                fit(
                    start(PETS, named(column("1", "a"), column("2"))),
                    PETS,
                    schema(false, column("0"), column("1", "a"))))
        .hasMessageContaining("it lacks '#0', '#1=a' and has '#0=a', '#1';");
  }

  @Test
  void anotherNumberOfFeaturesIsGiven() {
    assertThatThrownBy(
            () -> fit(start(PETS, FeatureSchema.unnamed(784)), PETS, FeatureSchema.unnamed(64)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("rows: it has 784 where they have 64;");
  }

  @Test
  void columnsOfTheSameNameAreRefused() {
    FeatureSchema twice = named(column("a"), column("a"));
    assertThatThrownBy(() -> fit(start(PETS, twice), PETS, twice))
        .hasMessageContaining("columns of the same name cannot be distinguished");
  }

  @Test
  void countedClassesAreLabelsWhereAllAreThere() {
    FeatureSchema schema = FeatureSchema.unnamed(1);
    WarmStart counted =
        new WarmStart("m", model(labels("0", "1", "2"), schema, true), Classes.COUNTED);
    SoftmaxModel fitted = fit(counted, labels("2", "1", "0"), schema);
    assertThat(fitted.weight(0, 0)).isEqualTo(20.0);
    assertThat(notices).isEmpty();
  }

  @Test
  void countedClassesAreTakenInOrderWhereTheyAreNoLabels() {
    FeatureSchema schema = FeatureSchema.unnamed(1);
    WarmStart counted =
        new WarmStart("m", model(labels("0", "1", "2"), schema, true), Classes.COUNTED);
    assertThat(fit(counted, PETS, schema).weight(2, 0)).isEqualTo(20.0);
    assertThat(notices)
        .containsExactly(
            "m: its classes are unnamed and matched in order: 0 is cat, 1 is dog, 2 is fox");
    assertThatThrownBy(() -> fit(counted, labels("cat", "dog"), schema))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training rows: it has 3 where they have 2;");
  }
}
