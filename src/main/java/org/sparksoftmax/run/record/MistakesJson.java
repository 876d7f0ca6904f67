package org.sparksoftmax.run.record;

import static org.sparksoftmax.text.JsonNumbers.putFinite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.sparksoftmax.config.ReportConfig.ImageShape;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.evaluate.FeatureMeans;
import org.sparksoftmax.math.evaluate.Mistake;
import org.sparksoftmax.math.evaluate.MistakeSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureEffects;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.pass.LogitPass;

/** Converts the most confident errors of a model to the JSON of report.json. */
final class MistakesJson {

  private static final int MOST = 30;
  private static final int MOST_PIXELS = 400_000;
  private static final int MOST_REASONS = 6;
  private static final int WHITE = 255;

  private final SoftmaxModel model;
  private final Optional<FeatureMeans> means;
  private final Optional<ImageShape> image;
  private final List<String> names;
  private final Optional<FeatureEffects> effects;

  /**
   * @param means feature means, present if the features behind a prediction should be shown
   * @param image image shape, present if rows should be shown as images
   */
  MistakesJson(SoftmaxModel model, Optional<FeatureMeans> means, Optional<ImageShape> image) {
    this.model = model;
    this.means = means;
    this.image = image;
    this.names = model.schema().featureNames();
    this.effects = means.map(known -> new FeatureEffects(model));
  }

  /** Puts the errors on {@code set}, which is named {@code name}, in two Spark jobs. */
  void put(ObjectNode node, String name, DataSet set) {
    String purpose = "most confident errors on " + name;
    List<Mistake> mistakes = JobDescription.during(set.context(), purpose, () -> mistakes(set));
    NavigableMap<Long, Long> rowsBefore =
        JobDescription.during(set.context(), purpose, set::rowsBefore);
    node.put("set", name);
    ArrayNode rows = node.putArray("rows");
    for (Mistake mistake : mistakes) {
      ObjectNode row = rows.addObject();
      row.put("row", rowsBefore.get(mistake.order()) + mistake.row() + 1);
      row.put("file", set.place(mistake.order()));
      row.put("label", model.classes().label(mistake.label()));
      row.put("prediction", model.classes().label(mistake.prediction()));
      putFinite(row, "probability", mistake.probability());
      putFinite(row, "labelProbability", mistake.labelProbability());
      means.ifPresent(known -> putReasons(row.putArray("reasons"), mistake, known));
    }
    if (image.isPresent()) {
      putPixels(rows, mistakes);
    }
  }

  /** Finds the errors in one Spark job. The result does not depend on the partitions. */
  private List<Mistake> mistakes(DataSet set) {
    ParameterLayout layout = model.layout(set.order());
    int classes = layout.classes();
    return new LogitPass<>(() -> new MistakeSum(classes, MOST), MistakeSum::merge)
        .over(
            set,
            KernelParameters.forLogits(
                layout, model.logitParameters(set.order()), set.arithmetic()))
        .mistakes();
  }

  /**
   * A feature of a row.
   *
   * @param value the raw value
   * @param effect its contribution to the logit of the prediction minus that to the logit of the
   *     label
   */
  private record Reason(int feature, double value, double effect) {}

  /**
   * Whether a feature is 0 in a row. A centred value is stored as float32, so that its sum with the
   * centre may miss 0 by the rounding of the stored value.
   */
  static boolean isZero(double value, double stored) {
    return Math.abs(value) <= Math.ulp((float) stored);
  }

  /**
   * Puts the non-zero features that favour the prediction over the label most. Numeric effects are
   * relative to the mean of the feature, categorical effects to the mean of the column.
   */
  private void putReasons(ArrayNode array, Mistake mistake, FeatureMeans known) {
    FeatureEffects.Contrast contrast =
        effects.orElseThrow().between(mistake.prediction(), mistake.label());
    List<Reason> reasons = new ArrayList<>();
    mistake
        .features()
        .forEachValue(
            0,
            (j, stored) -> {
              double value = stored + model.units().centre(j);
              double mean = effects.orElseThrow().isCategory(j) ? 0 : known.overall()[j];
              double effect = (value - mean) * contrast.weight(j);
              if (!isZero(value, stored) && effect > 0) {
                reasons.add(new Reason(j, value, effect));
              }
            });
    reasons.sort(
        Comparator.comparingDouble((Reason reason) -> -reason.effect())
            .thenComparingInt(Reason::feature));
    for (Reason reason : reasons.subList(0, Math.min(MOST_REASONS, reasons.size()))) {
      ObjectNode node = array.addObject().put("name", names.get(reason.feature()));
      putFinite(node, "value", reason.value());
      putFinite(node, "effect", reason.effect());
    }
  }

  /** Puts one byte per pixel, scaled from the smallest to the largest value of all images. */
  private void putPixels(ArrayNode rows, List<Mistake> mistakes) {
    if (mistakes.isEmpty()) {
      return;
    }
    int features = mistakes.get(0).features().features();
    int pictures = Math.min(mistakes.size(), MOST_PIXELS / features);
    double[][] values = new double[pictures][features];
    for (int m = 0; m < pictures; m++) {
      mistakes.get(m).features().rowInto(0, values[m]);
      for (int j = 0; j < features; j++) {
        values[m][j] += model.units().centre(j);
      }
    }
    double least = Math.min(0, extreme(values, -1));
    double largest = extreme(values, 1);
    for (int m = 0; m < pictures; m++) {
      byte[] bytes = new byte[features];
      for (int j = 0; j < features; j++) {
        double share = largest > least ? (values[m][j] - least) / (largest - least) : 0;
        bytes[j] = (byte) Math.round(WHITE * share);
      }
      ((ObjectNode) rows.get(m)).put("pixels", Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static double extreme(double[][] values, int sign) {
    return sign
        * Arrays.stream(values).flatMapToDouble(Arrays::stream).map(x -> sign * x).max().orElse(0);
  }
}
