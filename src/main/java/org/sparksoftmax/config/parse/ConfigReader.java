package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.sparksoftmax.config.Calibration;
import org.sparksoftmax.config.CheckpointConfig;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.LossConfig;
import org.sparksoftmax.config.NetworkConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.RegularizationConfig;
import org.sparksoftmax.config.ReportConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.TuneConfig;

/** Reads the configuration file, {@code --set} overrides and defaults into typed records. */
public final class ConfigReader {

  /** The lists of values of a grid, emptied. */
  private static final List<String> NO_GRID =
      List.of("tune.strengths=[]", "tune.elastic-nets=[]", "tune.step-sizes=[]", "tune.seeds=[]");

  private ConfigReader() {}

  /**
   * Reads the configuration of a run.
   *
   * @param file the user's file; if empty, only overrides and defaults apply
   * @param overrides {@code key=value} pairs, which take precedence over the file; the last pair of
   *     a key wins
   * @param environment the variables that replace {@code ${NAME}}
   * @throws ConfigException if the configuration is invalid or an include is missing; its one-line
   *     message gives the place and the remedy
   */
  public static TrainingConfig read(
      Optional<Path> file, List<String> overrides, Map<String, String> environment) {
    return read(file, overrides, environment, RemoteIncludes.REJECTED);
  }

  /**
   * Reads the configuration of a run, which may include addresses.
   *
   * @throws ConfigException if the configuration is invalid or an include is missing
   */
  public static TrainingConfig read(
      Optional<Path> file,
      List<String> overrides,
      Map<String, String> environment,
      RemoteIncludes remote) {
    try {
      return readNested(file, overrides, environment, remote);
    } catch (StackOverflowError tooDeep) {
      // The library parses, merges and resolves recursively, without a depth limit.
      throw new ConfigException(
          "Cannot read the configuration: its lists or groups are nested too deeply", tooDeep);
    }
  }

  private static TrainingConfig readNested(
      Optional<Path> file,
      List<String> overrides,
      Map<String, String> environment,
      RemoteIncludes remote) {
    Config ofFile = file.map(path -> ConfigFiles.load(path, remote)).orElse(ConfigFactory.empty());
    Config user = Overrides.parse(overrides, remote).withFallback(ofFile);
    Config defaults = ConfigFiles.defaults();
    Config resolved = Substitutions.resolve(user.withFallback(defaults), environment);
    new KnownKeys(defaults).check(resolved);
    return read(new Settings(resolved, defaults));
  }

  /**
   * Reads the configurations of a grid search, without the lists of values of the grid: each would
   * have all of them.
   *
   * @param file the user's file, which {@link #read(Optional, List, Map, RemoteIncludes) read} with
   *     {@code overrides} accepts
   * @param grid the pairs of each configuration, which override {@code overrides}
   * @param progress the consumer of the number of configurations read so far
   * @throws ConfigException if a configuration is invalid
   */
  public static List<TrainingConfig> readGrid(
      Optional<Path> file,
      List<String> overrides,
      List<List<String>> grid,
      Map<String, String> environment,
      RemoteIncludes remote,
      IntConsumer progress) {
    Config defaults = ConfigFiles.defaults();
    Config common =
        Overrides.parse(NO_GRID, remote)
            .withFallback(Overrides.parse(overrides, remote))
            .withFallback(
                file.map(path -> ConfigFiles.load(path, remote)).orElse(ConfigFactory.empty()))
            .withFallback(defaults);
    List<TrainingConfig> configs = new ArrayList<>();
    for (List<String> pairs : grid) {
      Config one = Overrides.parse(pairs, remote).withFallback(common);
      configs.add(read(new Settings(Substitutions.resolve(one, environment), defaults)));
      progress.accept(configs.size());
    }
    return List.copyOf(configs);
  }

  private static TuneConfig tune(Settings settings) {
    return new TuneConfig(
        settings.numbersOrAuto("tune.strengths"),
        settings.numbers("tune.elastic-nets"),
        settings.numbers("tune.step-sizes"),
        settings.numbers("tune.seeds"),
        settings.smallWholeNumber("tune.folds"),
        settings.wholeNumber("tune.fold-seed"),
        settings.choice("tune.metric", EarlyStoppingConfig.Metric.class));
  }

  private static ReportConfig report(Settings settings) {
    return new ReportConfig(
        settings.optionalClassNames("report.class-names"), settings.optionalImage("report.image"));
  }

  /** The default of every key as JSON; null for keys without a default. */
  public static String defaultsJson() {
    return ConfigFiles.defaults().root().render(ConfigRenderOptions.concise());
  }

  /** Converts the values of all known keys. */
  static TrainingConfig read(Settings settings) {
    try {
      DataConfig data = DataSection.read(settings);
      boolean intercept = settings.flag("model.intercept");
      NetworkConfig network = NetworkSection.read(settings);
      LossConfig loss =
          new LossConfig(
              settings.number("loss.label-smoothing"), settings.classWeights("loss.class-weights"));
      RegularizationConfig regularization =
          new RegularizationConfig(
              settings.numberOrAuto("regularization.strength"),
              settings.number("regularization.elastic-net"));
      boolean standardization = settings.flag("standardization");
      OptimizerConfig optimizer = OptimizerSection.read(settings);
      CheckpointConfig checkpoint =
          new CheckpointConfig(
              settings.smallWholeNumber("checkpoint.interval-iterations"),
              settings.number("checkpoint.interval-seconds"),
              settings.smallWholeNumber("checkpoint.keep"));
      Calibration calibration = settings.choice("calibration", Calibration.class);
      return new TrainingConfig(
          data,
          intercept,
          network,
          loss,
          regularization,
          standardization,
          optimizer,
          checkpoint,
          calibration,
          tune(settings),
          report(settings),
          new TrainingConfig.Cluster(settings.number("cluster.wait-seconds")),
          settings.json());
    } catch (ConfigException e) {
      throw e.key()
          .filter(key -> !e.isPlaced())
          .map(key -> settings.setting(key).invalid(e.requirement()))
          .orElse(e);
    }
  }
}
