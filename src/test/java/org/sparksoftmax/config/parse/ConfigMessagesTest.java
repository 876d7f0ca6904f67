package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.sparksoftmax.config.parse.Messages.messageOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.OptimizerConfig;

/** Tests the exact error messages for invalid configurations. */
class ConfigMessagesTest {
  private static final String TABULAR_ONLY =
      "is for data with columns only; remove it, since data.format is ";

  @TempDir Path folder;

  @Test
  void anUnknownKeyIsAnsweredWithTheNearest() throws IOException {
    assertThat(messageInFile("data.path = a\noptimizer {\n  tolerence = 1\n}"))
        .isEqualTo(
            "Unknown key optimizer.tolerence (my.conf: 3): did you mean optimizer.tolerance?");
    assertThat(messageOf("data.path=a", "optimiser={type=lbfgs}"))
        .isEqualTo("Unknown key optimiser.type (--set): did you mean optimizer.type?");
    assertThat(messageInFile("data.path = a\nlabel = null"))
        .isEqualTo("Unknown key label (my.conf: 2): did you mean data.labels-path?");
  }

  @Test
  void theEnvironmentIsNeverAnUnknownKey() {
    assertThat(
            ConfigReader.read(Optional.empty(), List.of("data.path=a"), Map.of("HOME", "/h"))
                .resolvedJson())
        .doesNotContain("HOME");
  }

  @Test
  void aPlainValueInPlaceOfAGroupIsRefused() {
    assertThat(messageOf("data.validation=/x"))
        .isEqualTo(
            "Invalid data.validation = /x (--set): must be a group of keys:"
                + " data.validation.fraction, data.validation.labels-path, data.validation.options,"
                + " data.validation.path, data.validation.query, data.validation.table");
  }

  @Test
  void aPlainValueThatHidesTheDefaultsOfAGroupIsRefused() throws IOException {
    String message =
        "Invalid data.validation: it is set as a group of keys and, before that, as a plain value;"
            + " remove the plain value";
    assertThat(messageOf("data.validation=/x", "data.validation.path=/x")).isEqualTo(message);
    assertThat(messageInFile("data.validation = /x\ndata.validation.path = /x")).isEqualTo(message);
  }

  @Test
  void groupsNestedTooDeeplyAreRefused() throws IOException {
    String message = "Cannot read the configuration: its lists or groups are nested too deeply";
    assertThat(messageOf("data.path=" + "[".repeat(20_000) + "]".repeat(20_000)))
        .isEqualTo(message);
    assertThat(messageInFile("data.path = " + "[".repeat(20_000))).isEqualTo(message);
  }

  @Test
  void controlCharactersOfAValueDoNotReachTheTerminal() {
    assertThat(messageOf("data.format=csv\u001B[2J\u2028x"))
        .startsWith("Invalid data.format = csv?[2J?x (--set): must be csv, ");
  }

  @Test
  void calibrationNeedsValidationData() {
    assertThat(messageOf("data.path=a", "calibration=temperature"))
        .isEqualTo(
            "Invalid calibration = temperature (--set): needs validation data: set data.validation.path or data.validation.fraction");
    assertThat(messageOf("data.path=a", "calibration=platt"))
        .isEqualTo("Invalid calibration = platt (--set): must be none or temperature");
  }

  @Test
  void anOverrideMustBeAPair() {
    String advice = ": must be key=value, such as optimizer.max-iterations=50";
    assertThat(messageOf("data.path")).isEqualTo("Invalid --set data.path" + advice);
    assertThat(messageOf("=a")).isEqualTo("Invalid --set =a" + advice);
    assertThat(messageOf("a..b=c")).isEqualTo("Invalid --set a..b=c" + advice);
  }

  @Test
  void theTrainingFilesMustBeSet() {
    assertThat(messageOf())
        .isEqualTo(
            "Missing data.path: there is no training data; set it in the configuration file or"
                + " with --set data.path=FILES");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optimizer.max-iterations       | abc         | must be a whole number
          optimizer.max-iterations       | 1.5         | must be a whole number
          optimizer.max-iterations       | null        | must be a whole number
          optimizer.max-iterations       | 3000000000  | must be a whole number of at most 2147483647
          optimizer.max-iterations       | -1          | must be >= 0
          optimizer.tolerance            | -1          | must be >= 0 and finite
          optimizer.tolerance            | 1e999       | must be >= 0 and finite
          optimizer.tolerance            | small       | must be a number
          optimizer.history              | 0           | must be >= 1
          checkpoint.interval-iterations | -1          | must be >= 0
          checkpoint.interval-seconds    | -1          | must be >= 0 and finite
          checkpoint.interval-seconds    | 1e999       | must be >= 0 and finite
          checkpoint.keep                | 0           | must be >= 1
          cluster.wait-seconds           | 0           | must be > 0 and finite
          cluster.wait-seconds           | 1e999       | must be > 0 and finite
          optimizer.seed                 | x           | must be a whole number
          optimizer.type                 | newton      | must be lbfgs, owlqn, gradient-descent, momentum, nesterov, adagrad or adam
          optimizer.step-size.initial    | 0           | must be > 0 and finite, or auto
          optimizer.step-size.initial    | 1e999       | must be > 0 and finite, or auto
          optimizer.step-size.initial    | small       | must be a number or auto
          optimizer.step-size.schedule   | falling     | must be auto, backtracking, constant, inverse-sqrt, exponential, step, cosine or cooldown
          optimizer.step-size.schedule   | backtracking | is for optimizer.type = gradient-descent; omit it with lbfgs, which has its own line search
          optimizer.step-size.decay      | 0           | must be > 0 and <= 1
          optimizer.step-size.interval   | 0           | must be >= 1
          optimizer.objective-tolerance  | 1           | must be >= 0 and < 1
          optimizer.max-seconds          | -1          | must be >= 0 and finite
          optimizer.momentum             | 1           | must be >= 0 and < 1
          optimizer.adam.beta1           | -0.1        | must be >= 0 and < 1
          optimizer.adam.beta2           | 1           | must be >= 0 and < 1
          optimizer.epsilon              | 0           | must be > 0 and finite
          optimizer.mini-batch-fraction  | 0           | must be > 0 and <= 1
          optimizer.mini-batch-size      | 0           | must be >= 1
          optimizer.mini-batch-size      | 64          | must be omitted with optimizer.type = lbfgs, whose line search needs all rows; use adam, adagrad, nesterov, momentum or gradient-descent
          optimizer.mini-batch-fraction  | 0.5         | must be 1 with optimizer.type = lbfgs, whose line search needs all rows; use adam, adagrad, nesterov, momentum or gradient-descent
          optimizer.result               | first       | must be last, best or average
          optimizer.result               | best        | needs validation data: set data.validation.path or data.validation.fraction
          optimizer.result               | average     | is for rules without a line search; use last or best with optimizer.type = lbfgs
          optimizer.validation-interval  | 0           | must be >= 1
          optimizer.early-stopping.metric | auc        | must be loss or accuracy
          optimizer.early-stopping.patience | -1       | must be >= 0
          optimizer.early-stopping.patience | 3        | needs validation data: set data.validation.path or data.validation.fraction
          optimizer.early-stopping.min-improvement | -1 | must be >= 0 and finite
          loss.label-smoothing           | 1           | must be >= 0 and < 1
          loss.class-weights             | some        | must be none, balanced, or a weight for each label, such as { a: 2, b: 1 }
          loss.class-weights             | [1]         | must be none, balanced, or a weight for each label, such as { a: 2, b: 1 }
          regularization.elastic-net     | 1.5         | must be >= 0 and <= 1
          standardization                | maybe       | must be true or false
          regularization.strength        | -0.1        | must be >= 0 and finite, or auto
          regularization.strength        | 1e999       | must be >= 0 and finite, or auto
          tune.strengths                 | ["none"]    | must be a list of numbers or auto, such as [auto, 0.1, 0.01]
          tune.strengths                 | auto        | must be a list of numbers or auto, such as [auto, 0.1, 0.01]
          tune.elastic-nets              | ["auto"]    | must be a list of numbers, such as [0.1, 0.01]
          regularization.strength        | NaN         | must be a number or auto
          model.intercept                | maybe       | must be true or false
          model.type                     | mlp         | must be linear or network
          model.hidden-layers            | 64          | must be a list of whole numbers, such as [256, 64]
          model.hidden-layers            | [1.5]       | must be a list of whole numbers, such as [256, 64]
          model.hidden-layers            | [[1]]       | must be a list of whole numbers, such as [256, 64]
          model.hidden-layers            | ["wide"]    | must be a list of whole numbers, such as [256, 64]
          model.hidden-layers            | [4000000000] | must be a list of whole numbers, such as [256, 64]
          model.hidden-layers            | [64]        | is for networks only; set model.type = network, or remove it
          model.activation               | swish       | must be relu, leaky-relu, tanh, sigmoid or gelu
          model.activation               | leaky-relu  | is for networks only; set model.type = network, or remove it
          model.initialization           | zero        | must be auto, he or glorot
          model.initialization           | he          | is for networks only; set model.type = network, or remove it
          model.dropout                  | 1           | must be >= 0 and < 1
          model.dropout                  | -0.1        | must be >= 0 and < 1
          model.dropout                  | 0.5         | must be 0 without hidden layers; set model.type = network and model.hidden-layers
          optimizer.local-steps          | 0           | must be >= 1 and <= 1,000,000
          optimizer.local-steps          | 2           | must be 1 with optimizer.type = lbfgs, whose line search needs all rows; use adam, adagrad, nesterov, momentum or gradient-descent
          data.format                    | a b         | must be csv, tsv, libsvm, idx, cifar, parquet, orc, json, table, or the name of a data source of Spark, such as delta
          data.storage                   | u16         | must be auto, u8, f32 or f64
          data.header                    | maybe       | must be auto, true or false
          data.path                      | ["a"]        | must be text
          data.path                      | ""          | must not be empty
          data.partitions                | 0           | must be >= 1
          data.partitions                | many        | must be a whole number or auto
          data.split-seed                | 1e30        | must be a whole number
          data.feature-multiplier        | 0           | must be finite and not 0
          data.feature-multiplier        | 1e999       | must be finite and not 0
          data.feature-columns           | a           | must be a list, such as [a, b]
          data.feature-columns           | [["a"]]      | must be a list, such as [a, b]
          data.feature-columns           | ["a","b","a"] | must name each column once, but has a twice
          data.validation.fraction       | 1           | must be >= 0 and < 1
          data.test.fraction             | -0.1        | must be >= 0 and < 1
          data.bad-rows                  | ignore      | must be fail, skip or quarantine
          data.max-bad-rows              | 5           | is for data.bad-rows = skip or quarantine; remove it, since data.bad-rows is fail
          data.max-bad-rows              | -1          | must be >= 0
          data.max-bad-rows              | 0.5         | must be a whole number
          data.max-bad-rows              | many        | must be a whole number
          data.max-bad-rows              | NaN         | must be a whole number
          data.classes                   | a           | must be a list, such as [a, b]
          data.classes                   | ["a"]        | must name at least 2 labels, or none
          data.classes                   | ["a","b","a"] | must name each label once, but has a twice
          data.classes                   | ["a"," "]    | must not have an empty label
          data.target-columns            | a           | must be a list, such as [a, b]
          data.target-columns            | ["a"]        | must name at least 2 columns, one for each class
          data.target-columns            | ["a","b","a"] | must name each column once, but has a twice
          data.target-columns            | ["a"," "]    | must not have an empty name
          data.labels-path               | y           | is for idx only; remove it, since data.format is csv
          data.num-features              | 0           | must be >= 1
          data.num-features              | 4           | is for libsvm only; remove it, since data.format is csv
          """)
  void anInvalidValueIsGivenWithPlaceAndBound(String key, String value, String requirement)
      throws IOException {
    String shown = value.equals("\"\"") ? "" : value;
    assertThat(messageInFile("data.path = a\n" + key + " = " + value))
        .isEqualTo("Invalid " + key + " = " + shown + " (my.conf: 2): " + requirement);
  }

  @Test
  void anInvalidOverrideIsGivenWithItsPlace() {
    assertThat(messageOf("data.path=a", "optimizer.max-iterations=abc"))
        .isEqualTo("Invalid optimizer.max-iterations = abc (--set): must be a whole number");
    assertThat(messageOf("data.path=a", "data.feature-columns={x: 1}"))
        .isEqualTo(
            "Invalid data.feature-columns = {\"x\":1} (--set): must be a list, such as [a, b]");
  }

  @Test
  void aValueFromTheEnvironmentIsGivenWithTheVariable() {
    Map<String, String> environment = Map.of("H", "-3");
    assertThat(messageOf(environment, "data.path=a", "optimizer.history=${H}"))
        .isEqualTo("Invalid optimizer.history = -3 (environment variable H): must be >= 1");
    assertThat(messageOf(environment, "data.path=a", "data.storage=f${H}"))
        .isEqualTo("Invalid data.storage = f-3 (--set): must be auto, u8, f32 or f64");
  }

  @Test
  void keysThatContradictEachOtherAreNamed() {
    assertThat(messageOf("data.path=a", "data.test.path=b", "data.test.fraction=0.1"))
        .isEqualTo(
            "Invalid data.test.fraction = 0.1 (--set): must be 0 where data.test.path is set;"
                + " remove one of the two");
    assertThat(messageOf("data.path=a", "data.validation.fraction=0.5", "data.test.fraction=0.5"))
        .isEqualTo(
            "Invalid data.test.fraction = 0.5 (--set): must be below 1 together with"
                + " data.validation.fraction = 0.5");
    assertThat(messageOf("data.path=a", "data.label-column=x", "data.weight-column=x"))
        .isEqualTo("Invalid data.weight-column = x (--set): must not be the label column");
    assertThat(messageOf("data.path=a", "data.label-column=x", "data.feature-columns=[x]"))
        .isEqualTo("Invalid data.label-column = x (--set): must not be among data.feature-columns");
    assertThat(messageOf("data.path=a", "data.weight-column=x", "data.categorical-columns=[x]"))
        .isEqualTo(
            "Invalid data.weight-column = x (--set): must not be among data.categorical-columns");
  }

  @Test
  void excludedAndDateColumnsHaveNoOtherRole() {
    assertThat(messageOf("data.path=a", "data.label-column=x", "data.exclude-columns=[x]"))
        .isEqualTo("Invalid data.label-column = x (--set): must not be among data.exclude-columns");
    assertThat(messageOf("data.path=a", "data.weight-column=x", "data.datetime-columns=[x]"))
        .isEqualTo(
            "Invalid data.weight-column = x (--set): must not be among data.datetime-columns");
    assertThat(messageOf("data.path=a", "data.exclude-columns=[x]", "data.feature-columns=[y,x]"))
        .isEqualTo(
            "Invalid data.exclude-columns = [\"x\"] (--set): must not have x, which is among"
                + " data.feature-columns");
    assertThat(
            messageOf("data.path=a", "data.datetime-columns=[x]", "data.categorical-columns=[x]"))
        .isEqualTo(
            "Invalid data.datetime-columns = [\"x\"] (--set): must not have x, which is among"
                + " data.categorical-columns");
    assertThat(messageOf("data.path=a", "data.datetime-parts=[]"))
        .isEqualTo("Invalid data.datetime-parts = [] (--set): must name at least one part");
    assertThat(messageOf("data.path=a", "data.datetime-parts=[century]"))
        .isEqualTo(
            "Invalid data.datetime-parts = [\"century\"] (--set): must be a list of epoch-days,"
                + " epoch-seconds, time-of-day, day-of-week or day-of-year");
    assertThat(messageOf("data.path=a", "data.missing-indicators=true"))
        .isEqualTo(
            "Invalid data.missing-indicators = true (--set): needs data.missing = mean or zero,"
                + " since data.missing is fail");
    assertThat(messageOf("data.path=a", "data.format=libsvm", "data.missing=mean"))
        .startsWith("Invalid data.missing = mean (--set): is for data with columns");
  }

  @Test
  void targetColumnsGoWithoutLabelsAndHaveNoOtherRole() {
    String targets = "data.target-columns=[a,b]";
    assertThat(messageOf("data.path=a", targets, "data.label-column=x"))
        .isEqualTo(
            "Invalid data.target-columns = [\"a\",\"b\"] (--set): must be [] where data.label-column is"
                + " set; remove one of the two");
    assertThat(messageOf("data.path=a", targets, "data.classes=[x,y]"))
        .isEqualTo(
            "Invalid data.classes = [\"x\",\"y\"] (--set): must be [] where data.target-columns names a"
                + " column for each class");
    assertThat(messageOf("data.path=a", targets, "data.weight-column=b"))
        .isEqualTo("Invalid data.weight-column = b (--set): must not be among data.target-columns");
    assertThat(messageOf("data.path=a", targets, "data.feature-columns=[x,b]"))
        .isEqualTo(
            "Invalid data.target-columns = [\"a\",\"b\"] (--set): must not have b, which is among"
                + " data.feature-columns");
    assertThat(messageOf("data.path=a", targets, "data.categorical-columns=[a]"))
        .isEqualTo(
            "Invalid data.target-columns = [\"a\",\"b\"] (--set): must not have a, which is among"
                + " data.categorical-columns");
  }

  @Test
  void oneTargetColumnIsAVectorOfATable() {
    DataConfig data =
        ConfigReader.read(
                Optional.empty(),
                List.of(
                    "data.path=a",
                    "data.format=parquet",
                    "data.target-columns=[p]",
                    "data.classes=[x,y]"),
                Map.of())
            .data();
    assertThat(data.targetColumns()).containsExactly("p");
    assertThat(data.classes()).containsExactly("x", "y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.path=a,data.table=t | Invalid data.table = t (--set): must not be set together with data.path; remove one of the two
          data.format=table,data.table=t,data.query=SELECT 1 | Invalid data.query = SELECT 1 (--set): must not be set together with data.table; remove one of the two
          data.format=table,data.path=a | Invalid data.path = a (--set): is for files: with data.format = table, set data.table or data.query
          data.format=table | Missing data.table: data.format = table needs data.table or data.query; set it in the configuration file or with --set data.table=NAME
          data.format=delta | Missing data.path: there is no training data; set it in the configuration file or with --set data.path=FILES
          data.format=parquet,data.options.mergeSchema=true | Missing data.path: there is no training data; set it in the configuration file or with --set data.path=FILES
          data.path=a,data.options.sep=x | Invalid data.options = {sep=x} (--set): is for data that Spark SQL reads; remove it, since data.format is csv
          data.path=a,data.options=x | Invalid data.options (--set): must be a group of options, such as { mergeSchema = true }
          data.path=a,data.options.secret-key=[x] | Invalid data.options.secret-key (--set): must be a group of options, such as { mergeSchema = true }
          data.table=t | Invalid data.table = t (--set): needs data.format = table, but data.format is csv
          data.format=jdbc,data.table=t | Invalid data.table = t (--set): needs data.format = table, but data.format is jdbc, whose tables are set by data.options.dbtable
          data.format=delta,data.path=a,data.validation.path=v,data.validation.table=t | Invalid data.validation.table = t (--set): must not be set together with data.validation.path; remove one of the two
          data.format=table,data.table=t,data.validation.table=v,data.validation.fraction=0.1 | Invalid data.validation.fraction = 0.1 (--set): must be 0 where data.validation.table is set; remove one of the two
          data.path=a,data.options.password=tiger | Invalid data.options = {password=***} (--set): is for data that Spark SQL reads; remove it, since data.format is csv
          """)
  void placesOfRowsThatContradictEachOtherAreNamed(String settings, String message) {
    assertThat(messageOf(settings.split(","))).isEqualTo(message);
  }

  @Test
  void idxDataNeedsItsLabels() {
    assertThat(messageOf("data.format=idx", "data.path=x"))
        .isEqualTo(
            "Missing data.labels-path: idx data has separate label files; set it in"
                + " the configuration file or with --set data.labels-path=FILES");
    assertThat(
            messageOf("data.format=idx", "data.path=x", "data.labels-path=y", "data.test.path=t"))
        .startsWith("Missing data.test.labels-path: ");
    assertThat(
            messageOf(
                "data.format=idx",
                "data.path=x",
                "data.labels-path=y",
                "data.validation.labels-path=t"))
        .isEqualTo(
            "Invalid data.validation.labels-path = t (--set): needs data.validation.path beside"
                + " it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          libsvm | data.label-column       | x
          libsvm | data.weight-column      | x
          libsvm | data.feature-columns     | [1]
          libsvm | data.target-columns      | [1,2]
          cifar  | data.categorical-columns | [1]
          """)
  void columnsHaveNoMeaningForDataWithoutThem(String format, String key, String value) {
    assertThat(messageOf("data.path=a", "data.format=" + format, key + "=" + value))
        .isEqualTo("Invalid " + key + " = " + value + " (--set): " + TABULAR_ONLY + format);
  }

  @Test
  void onlyTextHasAHeader() {
    assertThat(messageOf("data.path=a", "data.format=parquet", "data.header=true"))
        .isEqualTo(
            "Invalid data.header = true (--set): is for csv and tsv only; remove it, since"
                + " data.format is parquet");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          regularization.elastic-net=0.5 | Invalid regularization.elastic-net = 0.5 (--set): must be 0 with optimizer.type = lbfgs, which cannot handle the non-smooth L1 penalty; use optimizer.type = owlqn
          regularization.strength=1;regularization.elastic-net=0.5 | Invalid regularization.elastic-net = 0.5 (--set): must be 0 with optimizer.type = lbfgs, which cannot handle the non-smooth L1 penalty; use optimizer.type = owlqn
          optimizer.type=adam;optimizer.step-size.schedule=backtracking | Invalid optimizer.step-size.schedule = backtracking (--set): is for optimizer.type = gradient-descent; use auto, constant, inverse-sqrt, exponential, step, cosine or cooldown with adam
          optimizer.type=gradient-descent;optimizer.mini-batch-fraction=0.5;optimizer.step-size.schedule=backtracking | Invalid optimizer.step-size.schedule = backtracking (--set): needs optimizer.mini-batch-fraction = 1 and no optimizer.mini-batch-size: objectives of different rows cannot be compared; use inverse-sqrt
          optimizer.type=adam;optimizer.mini-batch-fraction=0.5;optimizer.mini-batch-size=10 | Invalid optimizer.mini-batch-size = 10 (--set): cannot be combined with optimizer.mini-batch-fraction; omit one of them
          optimizer.type=owlqn;optimizer.preconditioner=hessian | Invalid optimizer.preconditioner = hessian (--set): is for optimizer.type = lbfgs; use auto, diagonal or none with owlqn
          data.validation.fraction=0.1;optimizer.type=adam;optimizer.result=average;optimizer.early-stopping.patience=3 | Invalid optimizer.result = average (--set): must be last or best with optimizer.early-stopping, which restores the best parameters
          loss.class-weights={"a":-1} | Invalid loss.class-weights = {"a":-1} (--set): each weight must be >= 0 and finite
          loss.class-weights={"a":[1]} | Invalid loss.class-weights = {"a":[1]} (--set): must be none, balanced, or a weight for each label, such as { a: 2, b: 1 }
          loss.class-weights={"a":x} | Invalid loss.class-weights.a = x (--set): must be a number
          """)
  void keysThatContradictEachOtherAreRefused(String overrides, String message) {
    List<String> all = new ArrayList<>(List.of("data.path=a"));
    all.addAll(List.of(overrides.split(";")));
    assertThat(messageOf(all.toArray(String[]::new))).isEqualTo(message);
  }

  @Test
  void aPasswordIsNotRepeated() {
    assertThat(messageOf("data.path=a", "data.labels-path=s3a://k:secret@b/y"))
        .startsWith("Invalid data.labels-path = s3a://***@b/y (--set): ");
  }

  @Test
  void aRecordMadeInCodeIsCheckedToo() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> new OptimizerConfig.Stopping(5, -1, 0, 0));

    assertThat(e).hasMessage("Invalid optimizer.tolerance = -1 (must be >= 0 and finite)");
  }

  private String messageInFile(String text) throws IOException {
    return Messages.messageInFile(folder, text);
  }
}
