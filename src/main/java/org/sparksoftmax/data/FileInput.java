package org.sparksoftmax.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.SplitReader;
import org.sparksoftmax.data.text.CsvReader;
import org.sparksoftmax.data.text.CsvSchema;
import org.sparksoftmax.data.text.TextSample;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.output.FileFailure;

/**
 * The training files of a configuration before their columns have roles, for formats that Spark SQL
 * does not read.
 *
 * @param splits the parts of the files
 * @param reader reads a split; rows of columns have neither labels nor features, only cells
 * @param schema the columns; empty if the format has none
 * @param remarks what the data decided where the configuration leaves it open, one line each
 */
public record FileInput(
    List<InputSplit> splits, SplitReader reader, Optional<CsvSchema> schema, List<String> remarks) {

  /**
   * Opens the training files.
   *
   * @throws DataException if there are none, or their header is invalid
   * @throws org.sparksoftmax.config.ConfigException if a configured column does not exist
   */
  public static FileInput open(DataConfig config, SparkSession spark) {
    ReadPurpose unlabelled = new ReadPurpose(Optional.empty(), Optional.empty(), false);
    List<String> remarks = new ArrayList<>();
    Sources sources = new Sources(config, spark, Quarantine.NOWHERE, remarks::add);
    InputPaths training = InputPaths.training(config);
    if (!config.format().hasColumns()) {
      FileSource source = (FileSource) sources.open(training, ReadPurpose.training());
      return new FileInput(source.splits(), source.reader(), Optional.empty(), remarks);
    }
    FileSource source = (FileSource) sources.open(training, unlabelled);
    CsvSchema schema = withoutRoles(source.schema());
    return new FileInput(source.splits(), new CsvReader(schema), Optional.of(schema), remarks);
  }

  /**
   * The first lines of csv or tsv files, without blank ones.
   *
   * @throws DataException if there are none
   */
  public static List<String> firstLines(DataConfig config, Configuration hadoop) {
    try {
      List<InputFile> files = InputFiles.list(config.path(), "data.path", hadoop);
      return TextSample.of(files, config.text().encoding(), hadoop).lines();
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot read data.path = %s: %s",
              config.path(),
              FileFailure.reason(cannot)),
          cannot);
    }
  }

  /** The same columns, none of which is a label or a feature. */
  private static CsvSchema withoutRoles(CsvSchema schema) {
    ColumnSchema columns = schema.columns();
    return new CsvSchema(
        schema.syntax(),
        schema.encoding(),
        schema.header(),
        schema.width(),
        new ColumnSchema(
            columns.names(),
            columns.width(),
            -1,
            -1,
            null,
            new int[0],
            new ColumnPart[0],
            new int[0],
            false));
  }
}
