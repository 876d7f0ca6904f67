package org.sparksoftmax.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.slf4j.LoggerFactory;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.model.FeatureSchema;

/**
 * Tells OpenLineage which data sets a job reads and writes. OpenLineage's listener for Spark alone
 * sees jobs on RDDs, which do not say what they read.
 */
public interface Lineage {

  /** Where OpenLineage's listener is on, its settings say where events go. */
  String LISTENER = "io.openlineage.spark.agent.OpenLineageSparkListener";

  /**
   * What was read of an input.
   *
   * @param input where the rows are
   * @param rows the number of rows
   * @param version the checksum of the contents; empty if unknown
   * @param schema the columns of the features
   */
  record Read(InputPaths input, long rows, String version, FeatureSchema schema) {}

  /**
   * Returns an object that does nothing unless OpenLineage's listener is on. Failures are logged,
   * since they must not end a job.
   *
   * @param command the last part of the name of the job
   */
  static Lineage of(SparkContext context, String command) {
    List<String> listeners =
        List.of(context.getConf().get("spark.extraListeners", "").split("\\s*,\\s*", -1));
    if (!listeners.contains(LISTENER)) {
      return new NoLineage();
    }
    try {
      return new OpenLineageEvents(context, command);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException unknown) {
      LoggerFactory.getLogger(Lineage.class)
          .warn("No events for OpenLineage, of which this version is not supported", unknown);
      return new NoLineage();
    }
  }

  /** The inputs of a training run. */
  static List<InputPaths> inputs(DataConfig data) {
    List<InputPaths> inputs = new ArrayList<>(List.of(InputPaths.training(data)));
    InputPaths.heldOut(SplitRole.VALIDATION, data.source().validation()).ifPresent(inputs::add);
    InputPaths.heldOut(SplitRole.TEST, data.source().test()).ifPresent(inputs::add);
    return inputs;
  }

  /** What a training run read; fractions are held out of the training files. */
  static List<Read> reads(DataConfig config, TrainingData data) {
    List<InputPaths> inputs = inputs(config);
    Map<String, DataSet> sets = data.sets();
    long all = sets.values().stream().mapToLong(DataSet::rows).sum();
    List<Read> reads = new ArrayList<>();
    for (InputPaths input : inputs.subList(1, inputs.size())) {
      DataSet set = sets.get(input.name());
      reads.add(new Read(input, set.rows(), set.fingerprint(), data.schema()));
      all -= set.rows();
    }
    reads.add(0, new Read(inputs.get(0), all, data.train().fingerprint(), data.schema()));
    return reads;
  }

  /** The job starts to read its inputs. */
  void started(List<InputPaths> inputs, Path output);

  /** The inputs have been read. */
  void read(List<Read> reads);

  /**
   * The job has written its output.
   *
   * @param version of the output, such as the checksum of a model; may be empty
   */
  void completed(String version);

  /** The job has failed. */
  void failed(String reason);
}
