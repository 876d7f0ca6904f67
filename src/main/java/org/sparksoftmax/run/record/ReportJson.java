package org.sparksoftmax.run.record;

import static org.sparksoftmax.text.JsonNumbers.putFinite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.config.ClassNames;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.ReportConfig;
import org.sparksoftmax.config.ReportConfig.ImageShape;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.row.NameFile;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.FeatureMeans;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureEffects;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.run.report.WeightImages;
import org.sparksoftmax.text.Secrets;
import org.sparksoftmax.train.pass.ClassMeans;

/**
 * Builds report.json, which has the contents of the report that require both data and model. With
 * this file, summary.json and metrics.jsonl, the report can be recreated without the data.
 */
public final class ReportJson {

  /** The name of the file. */
  public static final String NAME = "report.json";

  private static final int FEATURES_OF_CLASS = 10;

  /**
   * The largest model for which feature means are computed; for larger ones, this would take as
   * much memory as training.
   */
  private static final int MOST_NAMED_PARAMETERS = 1 << 25;

  /** The largest number of classes whose strongest features are listed. */
  private static final int MOST_CLASSES = 300;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<List<String>> classNames;
  private final Optional<ImageShape> image;

  private ReportJson(Optional<List<String>> classNames, Optional<ImageShape> image) {
    this.classNames = classNames;
    this.image = image;
  }

  /**
   * Checks the configuration against the data, before the model is trained.
   *
   * @throws ConfigException if they do not match
   * @throws org.sparksoftmax.data.row.DataException if the file of class names is invalid
   */
  public static ReportJson of(ReportConfig config, TrainingData data, Configuration hadoop) {
    config.image().ifPresent(shape -> requireFits(shape, data.schema().features()));
    return new ReportJson(classNames(config, data.classes(), hadoop), config.image());
  }

  /**
   * The display names of the classes, in class order; empty unless configured.
   *
   * @throws ConfigException if they do not match the classes
   * @throws org.sparksoftmax.data.row.DataException if the file of class names is invalid
   */
  public static Optional<List<String>> classNames(
      ReportConfig config, LabelIndex classes, Configuration hadoop) {
    return config.classNames().map(names -> names(names, classes, hadoop));
  }

  /** The display names of the classes, in class order; empty unless configured. */
  public Optional<List<String>> classNames() {
    return classNames;
  }

  private static void requireFits(ImageShape image, int features) {
    if (image.features() != features) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid report.image = %s: the image has %,d values, but the data has %,d features",
              image,
              image.features(),
              features));
    }
  }

  private static List<String> names(ClassNames from, LabelIndex classes, Configuration hadoop) {
    String key = "report.class-names";
    if (from instanceof ClassNames.FromFile file) {
      return new NameFile(file.path(), key).read(classes.size(), "classes", hadoop);
    }
    List<String> names = ((ClassNames.Listed) from).names();
    if (names.size() != classes.size() || new HashSet<>(names).size() != names.size()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s: it has %,d names, %,d of them distinct, but the data has %,d classes (must have one for each)",
              key,
              names.size(),
              new HashSet<>(names).size(),
              classes.size()));
    }
    return names;
  }

  /**
   * Builds the text of the file, in a few passes over the data.
   *
   * @param reports the metrics of the model by data set; the errors on the last one are shown
   */
  public String text(
      SoftmaxModel model, TrainingData data, Map<String, ClassificationReport> reports) {
    String last = "";
    for (String name : data.sets().keySet()) {
      last = name;
    }
    ObjectNode root = JSON.createObjectNode();
    classNames.ifPresent(names -> root.set("classNames", JSON.valueToTree(names)));
    image.ifPresent(shape -> root.set("image", JSON.valueToTree(shape)));
    Optional<FeatureMeans> means = means(model, data);
    image.ifPresent(shape -> root.set("templates", JSON.valueToTree(WeightImages.of(model))));
    means.ifPresent(known -> putFeatures(root.putObject("features"), model, known));
    CurvesJson.put(root.putObject("scoreCurves"), reports);
    new MistakesJson(model, means, image)
        .put(root.putObject("mistakes"), last, data.sets().get(last));
    return Secrets.mask(root).toPrettyString() + "\n";
  }

  /** The feature means; empty for images, whose pixels have no useful names, and for networks. */
  private Optional<FeatureMeans> means(SoftmaxModel model, TrainingData data) {
    ParameterLayout layout = model.layout(data.order());
    boolean named =
        image.isEmpty() && model.isLinear() && layout.dimension() <= MOST_NAMED_PARAMETERS;
    return named
        ? Optional.of(ClassMeans.of(data.train(), layout, model.units()))
        : Optional.empty();
  }

  private static void putFeatures(ObjectNode node, SoftmaxModel model, FeatureMeans means) {
    FeatureEffects effects = new FeatureEffects(model);
    List<String> names = model.schema().featureNames();
    node.put("per", effects.isPerDeviation() ? "standard deviation" : "unit");
    node.put("logOdds", effects.isLogOdds());
    node.put("categories", effects.hasCategories());
    ArrayNode classes = node.putArray("classes");
    List<FeatureEffects.Contrast> contrasts = effects.contrasts();
    for (FeatureEffects.Contrast contrast :
        contrasts.subList(0, Math.min(MOST_CLASSES, contrasts.size()))) {
      ObjectNode shown = classes.addObject().put("class", contrast.of());
      ArrayNode array = shown.putArray("effects");
      for (FeatureEffects.Effect effect : contrast.strongest(FEATURES_OF_CLASS)) {
        int j = effect.feature();
        ObjectNode entry = array.addObject().put("name", names.get(j));
        putFinite(entry, "weight", effect.weight());
        putFinite(entry, "effect", effect.effect());
        putFinite(entry, "classMean", means.byClass()[contrast.of()][j]);
        putFinite(entry, "mean", means.overall()[j]);
      }
    }
  }
}
