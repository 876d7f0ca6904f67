package org.sparksoftmax.data.inspect;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.FileInput;
import org.sparksoftmax.data.column.Columns;

/**
 * The result of the inspection of data with columns.
 *
 * @param data the profile of the sample
 * @param proposals the proposed role of each column, in order
 * @param problems what a user should know before training, one per line
 * @param configuration the text of a configuration file for {@code train}
 */
public record Inspection(
    DataProfile data, List<Proposal> proposals, List<String> problems, String configuration) {

  /**
   * Reads a sample of {@code data.path} and makes the proposals.
   *
   * @throws org.sparksoftmax.config.ConfigException if a configured column does not exist
   * @throws org.sparksoftmax.data.row.DataException if the data cannot be read
   */
  public static Inspection of(TrainingConfig config, SampleSize size, SparkSession spark) {
    DataConfig source = config.data();
    DataProfile data =
        source.format().isTable()
            ? TableSample.read(source, size, spark)
            : files(source, size, spark);
    GivenRoles given = GivenRoles.of(source, columns(data, source));
    List<Proposal> proposals = RoleProposals.of(data.columns(), given);
    return new Inspection(
        data,
        proposals,
        Problems.of(data, proposals, given),
        ProposedConfig.of(config, data, proposals));
  }

  private static DataProfile files(DataConfig source, SampleSize size, SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return FileSample.read(FileInput.open(source, spark), size, hadoop);
  }

  private static Columns columns(DataProfile data, DataConfig source) {
    boolean named = data.columns().isEmpty() || data.columns().get(0).named();
    String[] names = data.columns().stream().map(ColumnProfile::name).toArray(String[]::new);
    return new Columns(named ? names : null, names.length, source.path());
  }

  /** The lines of the table of columns. */
  public List<String> table() {
    return InspectionTable.lines(proposals);
  }
}
