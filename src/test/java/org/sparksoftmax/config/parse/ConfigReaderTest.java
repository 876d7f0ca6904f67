package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.Calibration;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataConfig.HeaderLine;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.DataLocation;
import org.sparksoftmax.config.DateTimes;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.MissingValues;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.config.StepSizeConfig;
import org.sparksoftmax.config.StepSizeConfig.Schedule;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TextFiles;
import org.sparksoftmax.config.TrainingConfig;

class ConfigReaderTest {
  @TempDir Path folder;

  @Test
  void aConfigurationOfAGridIsWhatItIsAloneWithoutTheGrid() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("grid.conf"),
            """
            data.path = a.csv
            optimizer.type = adam
            tune.strengths = [1, 0.1]
            tune.seeds = [5, 6]
            regularization.strength = 1
            regularization.elastic-net = ${regularization.strength}
            """);
    TrainingConfig whole = ConfigReader.read(Optional.of(file), List.of(), Map.of());
    List<List<String>> grid = whole.tune().candidates();
    List<Integer> read = new ArrayList<>();
    List<TrainingConfig> configs =
        ConfigReader.readGrid(
            Optional.of(file), List.of(), grid, Map.of(), RemoteIncludes.REJECTED, read::add);
    assertThat(read).containsExactly(1, 2, 3, 4);
    for (int c = 0; c < 4; c++) {
      List<String> alone = new ArrayList<>(grid.get(c));
      alone.addAll(List.of("tune.strengths=[]", "tune.seeds=[]"));
      assertThat(configs.get(c)).isEqualTo(ConfigReader.read(Optional.of(file), alone, Map.of()));
    }
    assertThat(configs.get(3).regularization().elasticNet()).isEqualTo(0.1);
    assertThat(configs.get(3).optimizer().miniBatches().seed()).isEqualTo(6);
  }

  @Test
  void defaultsApplyToAllThatIsNotSet() {
    TrainingConfig config = set("data.path=a.csv");

    assertThat(config.data())
        .isEqualTo(
            new DataConfig(
                DataFormat.CSV,
                new DataConfig.Source(
                    DataLocation.ofPath("data", "a.csv"),
                    Optional.empty(),
                    SplitConfig.none(),
                    SplitConfig.none(),
                    1),
                new DataConfig.ColumnNames(
                    DataConfig.HeaderLine.AUTO,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of()),
                DateTimes.none(),
                MissingValues.fail(),
                List.of(),
                new DataConfig.Features(Optional.empty(), OptionalInt.empty(), 1.0),
                new DataConfig.Memory(Storage.AUTO, OptionalInt.empty()),
                BadRows.fail(),
                TextFiles.DEFAULT));
    assertThat(config.intercept()).isTrue();
    assertThat(config.network().isLinear()).isTrue();
    assertThat(config.regularization().isAuto()).isTrue();
    assertThat(config.optimizer())
        .isEqualTo(
            optimizer(
                OptimizerConfig.Type.LBFGS,
                OptionalInt.empty(),
                new StepSizeConfig(Schedule.AUTO, OptionalDouble.empty(), 0.5, 100)));
  }

  @Test
  void optionsOfADataSourceKeepTheirTextAndHideTheirSecrets() {
    TrainingConfig config =
        set(
            "data.format=jdbc",
            "data.options={url = \"jdbc:x://h/db\", dbtable = t, fetchsize = 0100, db.Password = tiger}",
            "data.options.apiKey=abc",
            "data.options.versionAsOf=3",
            "data.validation.options.dbtable=v");

    assertThat(config.data().source().location().options())
        .containsEntry("url", "jdbc:x://h/db")
        .containsEntry("fetchsize", "0100")
        .containsEntry("db.Password", "tiger")
        .containsEntry("apiKey", "abc");
    assertThat(config.data().validation().location().orElseThrow().options())
        .containsEntry("dbtable", "v")
        .containsEntry("db.Password", "tiger")
        .doesNotContainKey("versionAsOf");
    assertThat(config.data().input()).contains("db.Password=***").doesNotContain("tiger", "abc");
    assertThat(config.resolvedJson()).contains("***").doesNotContain("tiger", "abc");
  }

  @Test
  void calibrationIsOffUnlessAskedFor() {
    assertThat(set("data.path=a").calibration()).isEqualTo(Calibration.NONE);
    for (String validation : List.of("path=v", "fraction=0.1")) {
      assertThat(
              set("data.path=a", "calibration=temperature", "data.validation." + validation)
                  .calibration())
          .isEqualTo(Calibration.TEMPERATURE);
    }
  }

  @Test
  void anOverrideWinsOverTheFileAndTheFileOverTheDefaults() throws IOException {
    Path file =
        write(
            """
            data.path = a.csv
            optimizer { max-iterations = 5, tolerance = 1e-3 }
            """);

    OptimizerConfig optimizer = read(file, "optimizer.tolerance=0.5").optimizer();

    assertThat(optimizer.maxIterations()).isEqualTo(5);
    assertThat(optimizer.tolerance()).isEqualTo(0.5);
    assertThat(optimizer.curvature().history()).isEmpty();
  }

  @Test
  void theLastOverrideOfAKeyWins() {
    TrainingConfig config =
        set("data.path=a", "optimizer.max-iterations=3", "optimizer.max-iterations=4");

    assertThat(config.optimizer().maxIterations()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/b*.csv",
        "hdfs://h:8020/x",
        "s3a://bucket/part-{0,1}?.csv",
        "[ab]*.csv",
        "[ab].csv",
        "[a]x[b]",
        "[a//b",
        "{a,b}.csv",
        "file:///C:/data files/x.csv",
        "C:\\data\\x.csv",
        "a#b=c",
        "a,b",
        "$x",
        "say \"x\".csv",
        "true",
        "1.0"
      })
  void anOverrideThatIsNotHoconIsTakenAsItStands(String path) {
    assertThat(set("data.path=" + path).data().path()).isEqualTo(path);
  }

  @Test
  void anOverrideMayBeAnyHoconValue() {
    DataConfig data =
        set(
                "data.path=\"x//y\"",
                "data.label-column=-1",
                "data.feature-columns=[a,b, 7]",
                "data.validation={fraction=0.25}",
                "data.weight-column=null",
                "data.header=true",
                "data.partitions=8")
            .data();

    assertThat(data.path()).isEqualTo("x//y");
    assertThat(data.labelColumn()).contains("-1");
    assertThat(data.featureColumns()).containsExactly("a", "b", "7");
    assertThat(data.validation().fraction()).isEqualTo(0.25);
    assertThat(data.weightColumn()).isEmpty();
    assertThat(data.header()).isEqualTo(HeaderLine.TRUE);
    assertThat(data.partitions()).hasValue(8);
  }

  @Test
  void variablesAreReplacedInFileAndOverride() throws IOException {
    Path file = write("data.path = ${DATA}/a.csv");
    Map<String, String> environment = Map.of("DATA", "hdfs://h:8020/d");

    DataConfig data =
        ConfigReader.read(Optional.of(file), List.of("data.test.path=${DATA}//t*.csv"), environment)
            .data();

    assertThat(data.path()).isEqualTo("hdfs://h:8020/d/a.csv");
    assertThat(data.test().path()).contains("hdfs://h:8020/d//t*.csv");
  }

  @Test
  void aVariableMayBeNamedLikeAKey() throws IOException {
    Path file = write("data.path = ${DATA}, data.label-column = ${data.path}");

    DataConfig data =
        ConfigReader.read(Optional.of(file), List.of(), Map.of("DATA", "x", "data", "y", "z", "1"))
            .data();

    assertThat(data.labelColumn()).contains("x");
  }

  @Test
  void anOverrideHidesAVariableThatIsNotSet() throws IOException {
    Path file = write("data { path = ${NOWHERE}/a.csv }");

    assertThat(read(file, "data.path=b.csv").data().path()).isEqualTo("b.csv");
  }

  @Test
  void everyValueIsRead() {
    TrainingConfig config =
        set(
            "data.format=libsvm",
            "data.path=a",
            "data.test.path=t",
            "data.num-features=12",
            "data.feature-multiplier=-0.5",
            "data.storage=f32",
            "data.split-seed=-9007199254740993",
            "data.classes=[a, 1, 2.0]",
            "data.bad-rows=quarantine",
            "data.max-bad-rows=10000000000",
            "model.intercept=false",
            "regularization.strength=0.1",
            "optimizer.type=gradient-descent",
            "optimizer.history=3",
            "optimizer.max-iterations=1e3",
            "optimizer.step-size.schedule=constant",
            "optimizer.step-size.initial=0.25");

    assertThat(config.data().format()).isEqualTo(DataFormat.LIBSVM);
    assertThat(config.data().test().path()).contains("t");
    assertThat(config.data().numFeatures()).hasValue(12);
    assertThat(config.data().featureMultiplier()).isEqualTo(-0.5);
    assertThat(config.data().storage()).isEqualTo(Storage.F32);
    assertThat(config.data().splitSeed()).isEqualTo(-9007199254740993L);
    assertThat(config.data().classes()).containsExactly("a", "1", "2.0");
    assertThat(config.data().badRows())
        .isEqualTo(new BadRows(BadRows.Policy.QUARANTINE, OptionalLong.of(10_000_000_000L)));
    assertThat(config.intercept()).isFalse();
    assertThat(config.regularization().strength()).hasValue(0.1);
    assertThat(config.optimizer())
        .isEqualTo(
            optimizer(
                OptimizerConfig.Type.GRADIENT_DESCENT,
                OptionalInt.of(3),
                new StepSizeConfig(Schedule.CONSTANT, OptionalDouble.of(0.25), 0.5, 100)));
  }

  private static OptimizerConfig optimizer(
      OptimizerConfig.Type type, OptionalInt history, StepSizeConfig stepSize) {
    return new OptimizerConfig(
        type,
        new OptimizerConfig.Stopping(1000, 1e-6, 0, 0),
        new OptimizerConfig.Curvature(history, OptimizerConfig.PreconditionerChoice.AUTO),
        stepSize,
        new OptimizerConfig.Memory(0.9, 0.9, 0.999, 1e-8),
        new OptimizerConfig.MiniBatches(1, OptionalInt.empty(), OptimizerConfig.JobPer.AUTO, 1, 1),
        new OptimizerConfig.Selection(
            OptimizerConfig.ResultChoice.LAST,
            1,
            new EarlyStoppingConfig(EarlyStoppingConfig.Metric.LOSS, 0, 0)),
        Optional.empty());
  }

  @Test
  void theSameConfigurationGivesTheSameJsonHoweverItIsWritten() throws IOException {
    Path file =
        write(
            """
            optimizer { tolerance = 0.001, max-iterations = 5 }
            data { path = a, label-column = -1, categorical-columns = [1, b] }
            """);

    String json = read(file).resolvedJson();

    assertThat(json)
        .isEqualTo(
            set(
                    "data.path=a",
                    "data.categorical-columns=[1,b]",
                    "data.label-column=-1",
                    "optimizer.max-iterations=5.0",
                    "optimizer.tolerance=1e-3",
                    "checkpoint.keep=2.0")
                .resolvedJson());
  }

  @Test
  void theJsonHidesPasswordsAndTheEnvironment() {
    TrainingConfig config =
        ConfigReader.read(
            Optional.empty(),
            List.of("data.path=s3a://key:secret@bucket/${DAY}"),
            Map.of("DAY", "monday", "TOKEN", "hunter2"));

    assertThat(config.data().path()).isEqualTo("s3a://key:secret@bucket/monday");
    assertThat(config.resolvedJson())
        .contains("\"path\":\"s3a://***@bucket/monday\"")
        .doesNotContain("secret", "hunter2", "TOKEN", "DAY");
  }

  @Test
  void theJsonHasLabelsAsTheyAre() {
    String weights = "{\"1.0\":2.0,\"a\\\"b\":3.0,\"c/d e\":4.0}";
    TrainingConfig config = set("data.path=a", "loss.class-weights=" + weights);
    assertThat(config.resolvedJson()).contains("\"class-weights\":" + weights);
    assertThat(config.loss().classWeights())
        .isEqualTo(new ClassWeights.Given(Map.of("1.0", 2.0, "a\"b", 3.0, "c/d e", 4.0)));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("my.conf"), text);
  }

  private static TrainingConfig read(Path file, String... overrides) {
    return ConfigReader.read(Optional.of(file), List.of(overrides), Map.of());
  }

  private static TrainingConfig set(String... overrides) {
    return ConfigReader.read(Optional.empty(), List.of(overrides), Map.of());
  }
}
