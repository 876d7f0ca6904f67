package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.job.HadoopSettings;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureEffects;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.Names;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code describe}: prints a summary of a model. Needs no Spark session. */
@Command(
    name = "describe",
    description =
        "Summarizes a model: its classes and features, and the strongest features of each class in the order "
            + "of the report, or the layers of a network.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

  private static final int STRONGEST = 5;
  private static final int MAX_CLASSES = 30;

  @Spec private CommandSpec spec;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private String model;

  @Option(
      names = "--weights",
      description =
          "Prints only the weights of a linear model, all of them, on the raw scale and before the "
              + "temperature; tab-separated: class, feature, weight.")
  private boolean weights;

  @Override
  public Integer call() {
    SoftmaxModel loaded = ModelStore.load(model, HadoopSettings.ofProcess());
    PrintWriter out = spec.commandLine().getOut();
    if (weights) {
      requireLinear(loaded);
      printWeights(loaded, out);
      out.flush();
      return ExitCode.DONE;
    }
    out.println(loaded.isLinear() ? linear(loaded) : network(loaded));
    out.println("modelSha256: " + loaded.sha256());
    out.printf(
        Locale.ROOT, "temperature: %.6g (the logits are divided by it)%n", loaded.temperature());
    long categorical =
        loaded.schema().columns().stream().filter(c -> !c.categories().isEmpty()).count();
    if (categorical > 0) {
      out.printf(
          Locale.ROOT,
          "input columns: %d, %d of them categorical%n",
          loaded.schema().columns().size(),
          categorical);
    }
    out.println("classes, in order: " + Names.list(loaded.classes().labels()));
    if (loaded.isLinear()) {
      printStrongest(loaded, out);
    } else {
      printLayers(loaded, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private void requireLinear(SoftmaxModel loaded) {
    if (!loaded.isLinear()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid --weights: the model in --model %s is a network (must be linear); use export --format onnx",
              model));
    }
  }

  private static String linear(SoftmaxModel model) {
    return String.format(
        Locale.ROOT,
        "linear softmax model: %s x %s%s, %s",
        Count.of(model.classes().size(), "class"),
        Count.of(model.schema().features(), "feature"),
        model.hasIntercept() ? " + intercepts" : "",
        Count.of(model.layout(WeightOrder.CLASS_MAJOR).dimension(), "parameter"));
  }

  private static String network(SoftmaxModel model) {
    return String.format(
        Locale.ROOT,
        "network softmax model: %s -> %s -> %s, %s%s",
        Count.of(model.schema().features(), "feature"),
        model.hidden().toString().replace(", ", " -> "),
        Count.of(model.classes().size(), "class"),
        Count.of(model.layout(WeightOrder.CLASS_MAJOR).dimension(), "parameter"),
        model.hasIntercept() ? "" : " (no biases)");
  }

  private static void printLayers(SoftmaxModel model, PrintWriter out) {
    ParameterLayout layout = model.layout(WeightOrder.CLASS_MAJOR);
    double[] parameters = model.parameters(WeightOrder.CLASS_MAJOR);
    out.println("layers (inputs x outputs), from the features to the logits:");
    for (int l = 0; l < layout.depth(); l++) {
      out.println("  " + layer(layout.layer(l), parameters));
    }
  }

  private static String layer(LayerLayout layer, double[] parameters) {
    double squares = 0;
    double largest = 0;
    for (int i = layer.weights(); i < layer.weights() + layer.weightCount(); i++) {
      squares += parameters[i] * parameters[i];
      largest = Math.max(largest, Math.abs(parameters[i]));
    }
    String line =
        String.format(
            Locale.ROOT,
            "%,d x %,d: root mean square weight %.4g, largest magnitude %.4g",
            layer.inputs(),
            layer.outputs(),
            Math.sqrt(squares / layer.weightCount()),
            largest);
    if (!layer.hasBiases()) {
      return line;
    }
    double sum = 0;
    for (int k = 0; k < layer.outputs(); k++) {
      sum += parameters[layer.biasIndex(k)];
    }
    return line + String.format(Locale.ROOT, ", mean bias %.4g", sum / layer.outputs());
  }

  private static void printStrongest(SoftmaxModel model, PrintWriter out) {
    FeatureEffects effects = new FeatureEffects(model);
    List<String> names = model.schema().featureNames();
    heading(effects).forEach(out::println);
    List<FeatureEffects.Contrast> contrasts = effects.contrasts();
    for (FeatureEffects.Contrast contrast :
        contrasts.subList(0, Math.min(contrasts.size(), MAX_CLASSES))) {
      out.println("  " + strongest(model, names, effects, contrast));
    }
    if (contrasts.size() > MAX_CLASSES) {
      out.printf(
          Locale.ROOT, "  ... and %s%n", Count.of(contrasts.size() - MAX_CLASSES, "more class"));
    }
  }

  private static List<String> heading(FeatureEffects effects) {
    String mean = effects.hasCategories() ? "; of categories, relative to their column" : "";
    return List.of(
        String.format(
            Locale.ROOT,
            "strongest features %s, per %s, before the temperature",
            effects.isLogOdds()
                ? "by their effect on the log odds of the second class"
                : "of each class by their effect on its logit",
            effects.isPerDeviation()
                ? "standard deviation of a numeric feature (and per unit)"
                : "unit of the raw feature"),
        String.format(
            Locale.ROOT,
            "(weights relative to %s%s; --weights prints all raw weights):",
            effects.isLogOdds() ? "the first class" : "their mean over the classes",
            mean));
  }

  private static String strongest(
      SoftmaxModel model,
      List<String> names,
      FeatureEffects effects,
      FeatureEffects.Contrast contrast) {
    StringBuilder line = new StringBuilder(Names.shown(model.classes().label(contrast.of())));
    if (effects.isLogOdds()) {
      line.append(" vs. ").append(Names.shown(model.classes().label(0)));
    }
    line.append(String.format(Locale.ROOT, ": intercept %.4g", contrast.intercept()));
    for (FeatureEffects.Effect effect : contrast.strongest(STRONGEST)) {
      String name = Names.shown(names.get(effect.feature()));
      line.append(String.format(Locale.ROOT, ", %s %+.4g", name, effect.effect()));
      if (effects.isPerDeviation() && !effects.isCategory(effect.feature())) {
        line.append(String.format(Locale.ROOT, " (%.3g per unit)", effect.weight()));
      }
    }
    return line.toString();
  }

  /** Prints tab-separated lines, with all digits of each weight. */
  private static void printWeights(SoftmaxModel model, PrintWriter out) {
    List<String> names = model.schema().featureNames();
    out.println("class\tfeature\tweight");
    for (int k = 0; k < model.classes().size(); k++) {
      String label = model.classes().label(k);
      if (model.hasIntercept()) {
        out.println(weight(label, "(intercept)", model.intercept(k)));
      }
      for (int j = 0; j < names.size(); j++) {
        out.println(weight(label, names.get(j), model.weight(k, j)));
      }
    }
  }

  private static String weight(String label, String feature, double weight) {
    return OneLine.of(label) + "\t" + OneLine.of(feature) + "\t" + weight;
  }
}
