package org.sparksoftmax.math.evaluate;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.sparksoftmax.math.evaluate.DetailedMeasures.Auc;
import org.sparksoftmax.math.evaluate.DetailedMeasures.Averages;
import org.sparksoftmax.math.evaluate.DetailedMeasures.ClassMeasures;
import org.sparksoftmax.math.layout.LabelIndex;

/** The measures of each class and their averages. */
final class ClassAverages {

  private final ClassCounts counts;
  private final ClassificationCounts all;
  private final ScoreHistograms scores;
  private final List<ClassMeasures> perClass;

  ClassAverages(DetailedCounts details, LabelIndex classes, ClassificationCounts all) {
    this.counts = details.byClass;
    this.all = all;
    this.scores = details.scores;
    this.perClass =
        IntStream.range(0, classes.size()).mapToObj(k -> measures(k, classes.label(k))).toList();
  }

  private ClassMeasures measures(int k, String label) {
    double correct = counts.correct(k);
    double predicted = counts.predicted(k);
    double labelled = counts.labelled(k);
    return new ClassMeasures(
        label,
        counts.rows(k),
        all.scale().weight(counts.labelled(k)),
        Share.of(correct, predicted),
        Share.of(correct, labelled),
        Share.of(predicted - correct, all.weight() - labelled),
        Share.of(2 * correct, labelled + predicted),
        scores.auc(k));
  }

  List<ClassMeasures> perClass() {
    return perClass;
  }

  Averages macro() {
    return new Averages(
        mean(ClassMeasures::precision), mean(ClassMeasures::recall), mean(ClassMeasures::f1));
  }

  Averages weighted() {
    return new Averages(
        weightedMean(ClassMeasures::precision),
        weightedMean(ClassMeasures::recall),
        weightedMean(ClassMeasures::f1));
  }

  Averages micro() {
    double correct = 0;
    double predicted = 0;
    double labelled = 0;
    for (int k = 0; k < perClass.size(); k++) {
      correct += counts.correct(k);
      predicted += counts.predicted(k);
      labelled += counts.labelled(k);
    }
    return new Averages(
        Share.of(correct, predicted),
        Share.of(correct, labelled),
        Share.of(2 * correct, labelled + predicted));
  }

  Auc auc() {
    double sum = 0;
    double weightedSum = 0;
    double weight = 0;
    double bound = 0;
    int defined = 0;
    for (int k = 0; k < perClass.size(); k++) {
      double auc = perClass.get(k).auc();
      if (!Double.isNaN(auc)) {
        sum += auc;
        weightedSum += auc * counts.labelled(k);
        weight += counts.labelled(k);
        bound = Math.max(bound, scores.errorBound(k));
        defined++;
      }
    }
    // 0 / 0 gives the intended NaN.
    return new Auc(sum / defined, weightedSum / weight, defined == 0 ? Double.NaN : bound);
  }

  private double mean(ToDoubleFunction<ClassMeasures> measure) {
    return perClass.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }

  private double weightedMean(ToDoubleFunction<ClassMeasures> measure) {
    double sum = 0;
    double weight = 0;
    for (int k = 0; k < perClass.size(); k++) {
      sum += counts.labelled(k) * measure.applyAsDouble(perClass.get(k));
      weight += counts.labelled(k);
    }
    return Share.of(sum, weight);
  }
}
