package org.sparksoftmax.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.evaluate.ClassificationReport.Confusion;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.LabelIndex;

class ClassificationReportTest {

  private static final LabelIndex CLASSES = LabelIndex.inNaturalOrder(List.of("a", "b", "c"));

  @Test
  void measuresAreThoseOfTheDefinition() {
    ClassificationCounts counts = new ClassificationCounts(3);
    counts.add(0, 0);
    counts.add(0, 0);
    counts.add(0, 1);
    counts.add(1, 1);
    counts.endBlock(0.1 + 0.2 + 0.9, 1);
    counts.endBlock(0.4, 1);
    ClassificationReport report = ClassificationReport.of(counts, CLASSES);
    assertThat(report.rows()).isEqualTo(4);
    assertThat(report.accuracy()).isEqualTo(0.75);
    assertThat(report.logLoss()).isCloseTo(0.4, within(1e-15));
    assertThat(report.perClass().get(0).precision()).isEqualTo(1);
    assertThat(report.perClass().get(0).recall()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(report.perClass().get(1).precision()).isEqualTo(0.5);
    assertThat(report.perClass().get(1).f1()).isCloseTo(2.0 / 3, within(1e-15));
    assertThat(report.perClass().get(2).f1()).isZero();
    assertThat(report.confusions()).containsExactly(new Confusion("a", "b", 1));
  }

  @Test
  void anUnknownLabelIsAnErrorWithoutALoss() {
    ClassificationCounts counts = new ClassificationCounts(3);
    counts.add(ExampleBlock.UNKNOWN_LABEL, 2);
    counts.add(2, 2);
    counts.endBlock(0.5, 1);
    ClassificationReport report = ClassificationReport.of(counts, CLASSES);
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.unknownLabels()).isEqualTo(1);
    assertThat(report.accuracy()).isEqualTo(0.5);
    assertThat(report.logLoss()).isEqualTo(0.5);
    assertThat(report.perClass().get(2).precision()).isEqualTo(0.5);
  }

  @Test
  void mergedCountsAreTheCountsOfAllRows() {
    ClassificationCounts first = new ClassificationCounts(3);
    ClassificationCounts second = new ClassificationCounts(3);
    ClassificationCounts all = new ClassificationCounts(3);
    for (int i = 0; i < 60; i++) {
      int prediction = (i * 7) % 3;
      int label = (i % 5) % 4 - 1;
      ClassificationCounts part = i < 20 ? first : second;
      part.add(label, prediction);
      part.endBlock(0.1 * i, 1);
      all.add(label, prediction);
      all.endBlock(0.1 * i, 1);
    }
    ClassificationCounts merged = new ClassificationCounts(3).merge(second).merge(first);
    assertThat(ClassificationReport.of(merged, CLASSES))
        .isEqualTo(ClassificationReport.of(all, CLASSES));
  }
}
