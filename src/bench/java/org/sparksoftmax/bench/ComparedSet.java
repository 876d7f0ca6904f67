package org.sparksoftmax.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;

/**
 * A data set of {@code submit/bench compare}, read by a shipped configuration or by settings, and
 * trained on without a validation set.
 *
 * @param config name of the shipped configuration, or empty
 * @param settings {@code key=value}, on top of the configuration
 * @param batch rows of a mini-batch of a network; 0 for a linear model
 * @param epochs passes over the rows of a network
 */
record ComparedSet(String name, String config, List<String> settings, int batch, int epochs) {

  static final Path FOLDER = Path.of("target", "bench", "compare").toAbsolutePath();

  private static final String MADE_TEXT = "made-text";

  /** So many of the first data sets are on the performance page in full. */
  static final int MAIN = 7;

  /** All data sets, the main ones first. */
  static List<ComparedSet> all() {
    List<ComparedSet> sets = new ArrayList<>();
    for (String name : List.of("fashion-mnist", "cifar10", "news20", "clinc150")) {
      sets.add(shipped(name));
    }
    sets.add(
        linear(
            MADE_TEXT,
            "",
            "data.format=libsvm",
            "data.path=" + madeText(),
            "data.num-features=" + MadeText.FEATURES,
            "regularization.strength=1e-4"));
    sets.add(network("network-1200", 1200, 24));
    sets.add(network("network-128", 128, 6));
    for (String name : List.of("onet", "covtype", "kddcup99", "digits")) {
      sets.add(shipped(name));
    }
    sets.add(
        linear(
            "omniglot",
            "",
            "data.format=idx",
            "data.path=" + shared("omniglot/omniglot35_train_images-idx3-ubyte.gz"),
            "data.labels-path=" + shared("omniglot/omniglot35_train_labels-idx1-int16.gz")));
    for (String name : List.of("letter", "pendigits", "satimage", "shuttle", "nursery", "vowel")) {
      sets.add(
          linear(
              name,
              "",
              "data.format=tsv",
              "data.path=" + shared("pmlb/" + name + ".tsv.gz"),
              "data.label-column=target"));
    }
    sets.add(
        linear(
            "dna",
            "",
            "data.format=libsvm",
            "data.path=" + shared("libsvm-small/dna.scale"),
            "data.num-features=180"));
    return sets;
  }

  /** The data set of a name. */
  static ComparedSet named(String name) {
    return all().stream().filter(set -> set.name().equals(name)).findFirst().orElseThrow();
  }

  private static ComparedSet shipped(String name) {
    return linear(name, name);
  }

  private static ComparedSet linear(String name, String config, String... settings) {
    List<String> all = new ArrayList<>();
    if (!config.isEmpty()) {
      all.addAll(Sets.TRAINING_ROWS_ONLY);
    }
    all.addAll(List.of(settings));
    return new ComparedSet(name, config, List.copyOf(all), 0, 0);
  }

  /** 784-256-10 on Fashion-MNIST with its test set, everything else by default. */
  private static ComparedSet network(String name, int batch, int epochs) {
    return new ComparedSet(
        name,
        "fashion-mnist",
        List.of(
            "model.type=network",
            "model.hidden-layers=[256]",
            "regularization.strength=auto",
            "optimizer.type=adam",
            "optimizer.mini-batch-size=" + batch,
            "optimizer.max-iterations=" + epochs),
        batch,
        epochs);
  }

  boolean isNetwork() {
    return batch > 0;
  }

  /** Whether its rows are in the folder of {@code SOFTMAX_DATA}. */
  boolean isShared() {
    return !name.equals(MADE_TEXT) && !name.equals("digits");
  }

  /** Where the rows and results of this data set are. */
  Path folder() {
    return FOLDER.resolve(name);
  }

  /** The configuration of the run; makes the rows that are made. */
  TrainingConfig read() throws IOException {
    if (name.equals(MADE_TEXT) && !Files.exists(madeText())) {
      MadeText.write(madeText());
    }
    return ConfigReader.read(configFile(), settings, System.getenv());
  }

  /** The options of {@code submit/softmax train}. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    configFile().ifPresent(file -> options.addAll(List.of("--config", file.toString())));
    settings.forEach(setting -> options.addAll(List.of("--set", setting)));
    return options;
  }

  private Optional<Path> configFile() {
    return config.isEmpty() ? Optional.empty() : Optional.of(Path.of("conf", config + ".conf"));
  }

  private static Path madeText() {
    return FOLDER.resolve(MADE_TEXT + ".libsvm");
  }

  private static String shared(String file) {
    return String.format(Locale.ROOT, "%s/%s", System.getenv("SOFTMAX_DATA"), file);
  }
}
