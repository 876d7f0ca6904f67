package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.KryoClasses;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.pass.RowSample;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.pass.SparkSums;
import org.sparksoftmax.train.pass.Standardizer;

/** Tests lost blocks that are read again, from unchanged or changed files. */
class ChangedInputIT {

  @TempDir private Path folder;
  private SparkSession spark;
  private TrainingData data;
  private SoftmaxObjective objective;
  private double[] theta;
  private LossAndGradient before;

  @BeforeEach
  void readAndEvaluate() throws IOException {
    MadeFiles.csv(folder.resolve("csv"), 3, 1500);
    SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.ui.enabled", "false");
    KryoClasses.choose(conf);
    spark = SparkSession.builder().config(conf).appName("changed input").getOrCreate();
    TrainingConfig config =
        ConfigReader.read(
            Optional.empty(),
            List.of("data.path=" + folder.resolve("csv"), "data.partitions=3"),
            Map.of());
    data = TrainingData.load(config.data(), spark, Quarantine.NOWHERE);
    ParameterLayout layout = new ParameterLayout(4, 3, true, data.order());
    objective =
        SparkSums.objective(data.train(), layout, new L2Regularizer(0.01, layout.weightCount()), 1);
    theta = new double[layout.dimension()];
    theta[3] = 0.5;
    before = objective.evaluate(theta);
  }

  @AfterEach
  void stop() {
    data.close();
    spark.stop();
  }

  @Test
  void blocksThatAreReadAgainGiveTheSameBits() {
    data.train().blocks().unpersist(true);
    LossAndGradient after = objective.evaluate(theta);
    assertThat(after.objective()).isEqualTo(before.objective());
    assertThat(after.gradient()).containsExactly(before.gradient());
  }

  @Test
  void aValueThatHasChangedIsFoundAndItsFileNamed() throws IOException {
    Path file = folder.resolve("csv/part-1.csv");
    List<String> lines = Files.readAllLines(file);
    lines.set(700, lines.get(700).replaceFirst("[0-9]", "9").replaceFirst("9[.]", "8."));
    refusesAfter(file, lines);
  }

  @Test
  void rowsThatAreGoneOrNewAreFound() throws IOException {
    Path file = folder.resolve("csv/part-2.csv");
    List<String> lines = Files.readAllLines(file);
    refusesAfter(file, lines.subList(0, 1400));
  }

  @Test
  void aClassThatWasNotThereIsFound() throws IOException {
    Path file = folder.resolve("csv/part-0.csv");
    List<String> lines = Files.readAllLines(file);
    lines.set(1, lines.get(1).replaceFirst(",[0-9]+$", ",new"));
    Files.write(file, lines);
    data.train().blocks().unpersist(true);
    assertThatThrownBy(() -> objective.evaluate(theta))
        .hasRootCauseInstanceOf(DataException.class)
        .rootCause()
        .hasMessageStartingWith("Input changed during the run: ");
  }

  @Test
  void aRowThatHasBecomeBadIsFound() throws IOException {
    Path file = folder.resolve("csv/part-0.csv");
    List<String> lines = Files.readAllLines(file);
    lines.set(1, "not,a,number,at,all");
    refusesAfter(file, lines);
  }

  @Test
  void anEvaluationFindsItToo() throws IOException {
    SoftmaxModel model =
        SoftmaxModel.of(
            data.classes(), data.schema(), new ParameterLayout(4, 3, true, data.order()), theta, 1);
    ClassificationReport report = SparkEvaluator.evaluate(model, data.train());
    data.train().blocks().unpersist(true);
    assertThat(SparkEvaluator.evaluate(model, data.train())).isEqualTo(report);

    Path file = folder.resolve("csv/part-2.csv");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 1400));
    data.train().blocks().unpersist(true);
    assertThatThrownBy(() -> SparkEvaluator.evaluate(model, data.train()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Input changed during the run: " + file);
  }

  /** Each pass before and after training compares the blocks with those of the first read. */
  @ParameterizedTest
  @EnumSource(Pass.class)
  void everyPassFindsIt(Pass pass) throws IOException {
    Path file = folder.resolve("csv/part-2.csv");
    pass.over(data);
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(0, 1400));
    data.train().blocks().unpersist(true);
    assertThatThrownBy(() -> pass.over(data))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Input changed during the run: " + file);
  }

  private enum Pass {
    STANDARDIZATION {
      @Override
      void over(TrainingData data) {
        Standardizer.of(data.train(), Targets.PLAIN, true);
      }
    },
    MEAN_SQUARES {
      @Override
      void over(TrainingData data) {
        RowSample.meanSquares(data.train(), layout(data));
      }
    },
    SAMPLE {
      @Override
      void over(TrainingData data) {
        RowSample.of(data.train(), layout(data), Targets.PLAIN);
      }
    },
    CLASS_WEIGHTS {
      @Override
      void over(TrainingData data) {
        data.train().classWeightSums(3);
      }
    },
    ROW_NUMBERS {
      @Override
      void over(TrainingData data) {
        data.train().rowsBefore();
      }
    };

    abstract void over(TrainingData data);

    private static ParameterLayout layout(TrainingData data) {
      return new ParameterLayout(4, 3, true, data.order());
    }
  }

  private void refusesAfter(Path file, List<String> lines) throws IOException {
    Files.write(file, lines);
    data.train().blocks().unpersist(true);
    assertThatThrownBy(() -> objective.evaluate(theta))
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Input changed during the run: %s differs from the first read; restore it or start again",
                file));
  }
}
