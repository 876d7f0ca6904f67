package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.LayerLayout;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.ModelStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code describe}: prints what a model is. Needs no Spark session. */
@Command(
    name = "describe",
    description = {
      "Prints a model: classes, features, and the strongest weights of each class, or the layers of",
      "a network."
    },
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

  private static final int STRONGEST = 5;
  private static final int MAX_CLASSES = 30;

  @Spec private CommandSpec spec;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private String model;

  @Override
  public Integer call() {
    SoftmaxModel loaded = ModelStore.load(model, new Configuration());
    PrintWriter out = spec.commandLine().getOut();
    out.println(loaded.isLinear() ? linear(loaded) : network(loaded));
    out.println("modelSha256: " + loaded.sha256());
    out.printf(
        Locale.ROOT, "temperature: %.6g (the logits are divided by it)%n", loaded.temperature());
    long categorical =
        loaded.schema().columns().stream().filter(c -> !c.categories().isEmpty()).count();
    if (categorical > 0) {
      out.printf(
          "input columns: %d, of which %d categorical%n",
          loaded.schema().columns().size(), categorical);
    }
    out.println(OneLine.of("classes, in order: " + String.join(" ", loaded.classes().labels())));
    if (loaded.isLinear()) {
      printStrongest(loaded, out);
    } else {
      printLayers(loaded, out);
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static String linear(SoftmaxModel model) {
    return String.format(
        Locale.ROOT,
        "linear softmax model: %,d classes x %,d features%s, %,d parameters",
        model.classes().size(),
        model.schema().features(),
        model.hasIntercept() ? " + intercepts" : "",
        model.layout(WeightOrder.CLASS_MAJOR).dimension());
  }

  private static String network(SoftmaxModel model) {
    return String.format(
        Locale.ROOT,
        "network softmax model: %,d features -> %s -> %,d classes, %,d parameters%s",
        model.schema().features(),
        model.hidden().toString().replace(", ", " -> "),
        model.classes().size(),
        model.layout(WeightOrder.CLASS_MAJOR).dimension(),
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
            "%,d x %,d: root mean square of the weights %.4g, largest magnitude %.4g",
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
    int classes = model.classes().size();
    List<String> names = model.schema().featureNames();
    out.println(
        "strongest weights (weight x raw feature value is the feature's part of the logit, before the temperature):");
    for (int k = 0; k < Math.min(classes, MAX_CLASSES); k++) {
      out.println("  " + strongest(model, names, k));
    }
    if (classes > MAX_CLASSES) {
      out.printf("  ... and %d more classes%n", classes - MAX_CLASSES);
    }
  }

  private static String strongest(SoftmaxModel model, List<String> names, int k) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%s: intercept %.4g", model.classes().label(k), model.intercept(k)));
    IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparingDouble(j -> -Math.abs(model.weight(k, j))))
        .limit(STRONGEST)
        .forEach(
            j ->
                line.append(
                    String.format(Locale.ROOT, ", %s %+.4g", names.get(j), model.weight(k, j))));
    return OneLine.of(line.toString());
  }
}
