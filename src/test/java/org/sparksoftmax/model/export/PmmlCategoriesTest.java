package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.Imputation;
import org.sparksoftmax.model.SoftmaxModel;

/** Categories that are numbers. */
class PmmlCategoriesTest {

  @TempDir private Path folder;

  private static SoftmaxModel model(boolean missing, String... categories) {
    InputColumn column =
        new InputColumn(
            "grade",
            ColumnPart.WHOLE,
            List.of(categories),
            missing ? Optional.of(Imputation.OF_CATEGORY) : Optional.empty());
    FeatureSchema schema = new FeatureSchema(categories.length, List.of(column), true);
    return Naive.model(List.of("a", "b"), schema, true, HiddenLayers.NONE);
  }

  private Scores scores(SoftmaxModel model, Object... grades) throws Exception {
    Path file = folder.resolve("model.pmml");
    try (OutputStream out = Files.newOutputStream(file)) {
      new PmmlFile().write(model, out);
    }
    List<Map<String, Object>> rows =
        Arrays.stream(grades)
            .map(
                grade ->
                    grade == null
                        ? Collections.<String, Object>emptyMap()
                        : Map.<String, Object>of("grade", grade))
            .toList();
    return new PmmlScorer(file).score(rows);
  }

  private static void assertSame(Scores scores, SoftmaxModel model, float[]... rows) {
    Scores expected = Naive.scores(model, rows);
    assertThat(scores.labels()).isEqualTo(expected.labels());
    assertThat(scores.distance(expected)).isLessThan(1e-14);
  }

  @Test
  void numbersMatchWhateverTheirType() throws Exception {
    SoftmaxModel model = model(false, "1", "2", "3.5");
    assertSame(
        scores(model, 1.0, 1, 1L, "1", "1.0", 2, 2f, 3.5, 4, 1.5),
        model,
        new float[][] {
          {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1},
          {0, 0, 0}, {0, 0, 0}
        });
  }

  @Test
  void aMissingNumberIsTheMissingCategory() throws Exception {
    SoftmaxModel model = model(true, "", "1", "2");
    assertSame(
        scores(model, null, 2, 1.0, 7),
        model,
        new float[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 0}});
    SoftmaxModel never = model(true, "1", "2");
    assertSame(scores(never, null, 2), never, new float[][] {{0, 0}, {0, 1}});
  }

  @Test
  void codesAndTextsStayText() throws Exception {
    SoftmaxModel codes = model(false, "02134", "2134");
    assertSame(
        scores(codes, "02134", "2134", "2134.0"), codes, new float[][] {{1, 0}, {0, 1}, {0, 0}});
    SoftmaxModel mixed = model(false, "1", "one");
    assertSame(scores(mixed, "1", "one"), mixed, new float[][] {{1, 0}, {0, 1}});
    SoftmaxModel same = model(false, "1", "1.0");
    assertSame(scores(same, "1", "1.0"), same, new float[][] {{1, 0}, {0, 1}});
  }

  @Test
  void aTextInAFieldOfNumbersIsAnError() {
    assertThatThrownBy(() -> scores(model(false, "1", "2"), "x"))
        .isInstanceOf(NumberFormatException.class);
  }

  @Test
  void columnsOfOneNameHaveFieldsOfTheirOwn() throws Exception {
    FeatureSchema schema =
        new FeatureSchema(
            2,
            List.of(
                new InputColumn("v", new ColumnPart.Element(0), List.of(), Optional.empty()),
                new InputColumn("v[0]", List.of())),
            true);
    SoftmaxModel model = Naive.model(List.of("a", "b"), schema, true, HiddenLayers.NONE);
    Path file = folder.resolve("names.pmml");
    try (OutputStream out = Files.newOutputStream(file)) {
      new PmmlFile().write(model, out);
    }
    PmmlScorer scorer = new PmmlScorer(file);
    assertThat(scorer.inputs()).containsExactly("v[0]", "v[0]_");
    Map<String, Object> row = new HashMap<>(Map.of("v[0]", 1, "v[0]_", 2));
    assertSame(scorer.score(List.of(row)), model, new float[][] {{1, 2}});
  }
}
