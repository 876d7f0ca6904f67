package org.sparksoftmax.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.train.ModelStore;
import scala.Option;

/**
 * Reads and writes stages. The parameters are stored in Spark's format, and the format version in
 * {@code format.json}; the model is stored in the folder {@code model}, in the format of {@code
 * softmax train}. Parameters are written last, so a folder without them is incomplete.
 */
final class SavedStages {

  /** The format version. Increment it when the meaning of the saved content changes. */
  private static final int FORMAT = 1;

  private static final String FORMAT_KEY = "softmaxFormat";
  private static final String FORMAT_FILE = "format.json";
  private static final int MAX_FORMAT_BYTES = 1 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INITIAL_MODEL = "initialModel";

  private SavedStages() {}

  /** Writes estimators. */
  static final class ClassifierWriter extends MLWriter {
    private final SoftmaxClassifier stage;

    ClassifierWriter(SoftmaxClassifier stage) {
      this.stage = stage;
    }

    @Override
    public void saveImpl(String path) {
      stage
          .initialModel()
          .ifPresent(model -> saveModel(model, path + "/" + INITIAL_MODEL, sparkSession()));
      saveParams(stage, path, sparkSession());
    }
  }

  /** Writes models. */
  static final class ModelWriter extends MLWriter {
    private final SoftmaxClassificationModel stage;

    ModelWriter(SoftmaxClassificationModel stage) {
      this.stage = stage;
    }

    @Override
    public void saveImpl(String path) {
      saveModel(stage, path, sparkSession());
    }
  }

  /** Reads estimators. */
  static final class ClassifierReader extends MLReader<SoftmaxClassifier> {
    @Override
    public SoftmaxClassifier load(String path) {
      DefaultParamsReader.Metadata metadata =
          metadata(path, SoftmaxClassifier.class, sparkSession());
      SoftmaxClassifier stage = new SoftmaxClassifier(metadata.uid());
      metadata.getAndSetParams(stage, Option.empty());
      String initialModel = path + "/" + INITIAL_MODEL;
      return exists(initialModel, sparkSession())
          ? stage.setInitialModel(loadModel(initialModel, sparkSession()))
          : stage;
    }
  }

  /** Reads models. */
  static final class ModelReader extends MLReader<SoftmaxClassificationModel> {
    @Override
    public SoftmaxClassificationModel load(String path) {
      return SavedRun.is(located(path), hadoop(sparkSession()))
          ? SoftmaxClassificationModel.ofRun(located(path), sparkSession())
          : loadModel(path, sparkSession());
    }
  }

  private static void saveModel(SoftmaxClassificationModel stage, String path, SparkSession spark) {
    write(
        path,
        spark,
        directory -> {
          ModelStore.save(stage.softmaxModel(), directory);
          SummaryFile.save(stage, directory);
        });
    saveParams(stage, path, spark);
  }

  private static void write(String path, SparkSession spark, Consumer<OutputDirectory> files) {
    try (OutputDirectory directory =
        OutputDirectory.open(located(path), OutputDirectory.Mode.OVERWRITE, hadoop(spark))) {
      files.accept(directory);
    } catch (OutputException cannot) {
      throw cannot.withoutOptions();
    }
  }

  private static SoftmaxClassificationModel loadModel(String path, SparkSession spark) {
    DefaultParamsReader.Metadata metadata = metadata(path, SoftmaxClassificationModel.class, spark);
    SoftmaxModel model =
        ParamNames.inTermsOfParams(() -> ModelStore.load(located(path), hadoop(spark)));
    SoftmaxClassificationModel stage = new SoftmaxClassificationModel(metadata.uid(), model);
    metadata.getAndSetParams(stage, Option.empty());
    return SummaryFile.load(stage, located(path), hadoop(spark));
  }

  /** Calls the method for a context, since that for a session is missing in Spark 3.5. */
  @SuppressWarnings("deprecation")
  private static void saveParams(Params stage, String path, SparkSession spark) {
    String format = JSON.createObjectNode().put(FORMAT_KEY, FORMAT).toString();
    write(path, spark, directory -> directory.write(FORMAT_FILE, format));
    DefaultParamsWriter$.MODULE$.saveMetadata(
        stage, path, spark.sparkContext(), Option.empty(), Option.empty());
  }

  @SuppressWarnings("deprecation") // as above
  private static DefaultParamsReader.Metadata metadata(
      String path, Class<?> type, SparkSession spark) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(path, spark.sparkContext(), type.getName());
    int format = formatOf(metadata.metadataJson(), path, spark);
    if (format < 1 || format > FORMAT) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot read the stage in %s: its %s is %d, and this version of spark-softmax reads 1 to %d",
              path,
              FORMAT_KEY,
              format,
              FORMAT));
    }
    return metadata;
  }

  /** The format version, which the versions before 0.2 kept in the metadata. */
  private static int formatOf(String metadata, String path, SparkSession spark) {
    Path file = new Path(located(path), FORMAT_FILE);
    try {
      if (!exists(file.toString(), spark)) {
        return JSON.readTree(metadata).path(FORMAT_KEY).asInt();
      }
      try (FSDataInputStream in = file.getFileSystem(hadoop(spark)).open(file)) {
        return JSON.readTree(in.readNBytes(MAX_FORMAT_BYTES)).path(FORMAT_KEY).asInt();
      }
    } catch (JsonProcessingException damaged) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Cannot read the stage in %s: its metadata is damaged", path),
          damaged);
    } catch (IOException cannot) {
      throw unreadable(path, cannot);
    }
  }

  private static boolean exists(String path, SparkSession spark) {
    try {
      Path folder = new Path(located(path));
      return folder.getFileSystem(hadoop(spark)).exists(folder);
    } catch (IOException cannot) {
      throw unreadable(path, cannot);
    }
  }

  private static IllegalArgumentException unreadable(String path, IOException cause) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "Cannot read %s: %s", path, cause), cause);
  }

  /**
   * Resolves a path. Spark Connect servers save to their local disk, regardless of the default file
   * system.
   */
  private static String located(String path) {
    return SparkInternals.isSavingLocally() ? new File(path).toURI().toString() : path;
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
