package org.sparksoftmax.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataConfig.HeaderLine;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigText;
import org.sparksoftmax.data.FileInput;
import org.sparksoftmax.data.inspect.DataProfile;
import org.sparksoftmax.data.inspect.FormatBySuffix;
import org.sparksoftmax.data.inspect.Inspection;
import org.sparksoftmax.data.inspect.Proposal;
import org.sparksoftmax.data.inspect.Role;
import org.sparksoftmax.data.inspect.SampleSize;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.text.CsvReader;
import org.sparksoftmax.data.text.Delimiters;

/** Adds to the configuration of the user what the data tells about its own form. */
final class DataChoices {

  /** The encoding to try for text that is not UTF-8: the usual one of Windows and old Excel. */
  private static final String OTHER_ENCODING = "windows-1252";

  private final ConfigOptions options;
  private final SparkSession spark;
  private final Configuration hadoop;
  private final Consumer<String> print;
  private final List<String> more = new ArrayList<>();
  private TrainingConfig config;

  /**
   * @param print receives each choice, in one line
   */
  DataChoices(ConfigOptions options, SparkSession spark, Consumer<String> print) {
    this.options = options;
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.print = print;
    this.config = options.read();
  }

  /** The configuration with all choices. */
  TrainingConfig config() {
    return config;
  }

  /** Takes the format from the names of the files if the configuration does not give it. */
  void chooseFormat() {
    DataConfig data = config.data();
    if (!data.format().equals(DataFormat.CSV)) {
      return;
    }
    FormatBySuffix.of(data.path(), hadoop)
        .filter(format -> !format.equals(data.format().toString()))
        .ifPresent(
            format -> {
              set("data.format", format);
              print.accept(
                  String.format(
                      Locale.ROOT, "data.format = %s, by the names of the files", format));
            });
  }

  /** Takes the delimiter from the first lines if the configuration does not give it. */
  void chooseDelimiter() {
    DataConfig data = config.data();
    if (!data.format().equals(DataFormat.CSV) || data.text().csv().delimiter().isPresent()) {
      return;
    }
    Delimiters.of(config.data(), firstLines())
        .ifPresent(
            delimiter -> {
              set("data.delimiter", ConfigText.quoted(delimiter));
              print.accept(
                  String.format(
                      Locale.ROOT, "data.delimiter = \"%s\", by the first lines", delimiter));
            });
  }

  /** The first lines, in another encoding if the first one needs that. */
  private List<String> firstLines() {
    try {
      return FileInput.firstLines(config.data(), hadoop);
    } catch (DataException bad) {
      if (!encodingIsOpen() || !CsvReader.isNotText(bad.getMessage())) {
        throw bad;
      }
      TrainingConfig other = with("data.encoding", OTHER_ENCODING);
      try {
        List<String> lines = FileInput.firstLines(other.data(), hadoop);
        chooseEncoding();
        return lines;
      } catch (DataException alsoBad) {
        bad.addSuppressed(alsoBad);
        throw bad;
      }
    }
  }

  /**
   * Inspects the data, and chooses the encoding and the header if they are open.
   *
   * @throws DataException if there is no row
   */
  Inspection inspect(SampleSize size) {
    Inspection inspection = Inspection.of(config, size, spark);
    if (inspection.data().unread().otherEncoding() && encodingIsOpen()) {
      TrainingConfig other = with("data.encoding", OTHER_ENCODING);
      Inspection decoded = Inspection.of(other, size, spark);
      if (decoded.data().unread().notText() == 0) {
        chooseEncoding();
        inspection = decoded;
      }
    }
    if (chooseHeader(inspection)) {
      inspection = Inspection.of(config, size, spark);
    }
    requireRow(inspection.data());
    return inspection;
  }

  private boolean encodingIsOpen() {
    return !ConfigText.changes(config).containsKey("data.encoding");
  }

  private void chooseEncoding() {
    set("data.encoding", OTHER_ENCODING);
    print.accept(
        String.format(
            Locale.ROOT,
            "data.encoding = %1$s: the text is not UTF-8, and %1$s reads it; check that the texts are right",
            OTHER_ENCODING));
  }

  /** Decides on the header as training does, which knows the label; returns whether it is one. */
  private boolean chooseHeader(Inspection inspection) {
    DataConfig data = config.data();
    boolean open = !data.format().isTable() && data.header() == HeaderLine.AUTO;
    Optional<Proposal> label =
        inspection.proposals().stream().filter(p -> p.role() == Role.LABEL).findFirst();
    if (!open || inspection.data().header() || label.isEmpty()) {
      return false;
    }
    String position = Integer.toString(label.get().column().position());
    FileInput labelled =
        FileInput.open(with("data.label-column", ConfigText.quoted(position)).data(), spark);
    if (labelled.schema().orElseThrow().header() == null) {
      return false;
    }
    labelled.remarks().stream()
        .filter(remark -> remark.contains(" is taken for a header: "))
        .forEach(print);
    set("data.header", "true");
    return true;
  }

  private void requireRow(DataProfile data) {
    if (data.rows() + data.unread().count() == 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot inspect %s: it has no row%s",
              config.data().input(),
              data.header() ? " but the header" : ""));
    }
  }

  private void set(String key, String value) {
    more.add(key + "=" + value);
    config = options.read(more);
  }

  private TrainingConfig with(String key, String value) {
    List<String> all = new ArrayList<>(more);
    all.add(key + "=" + value);
    return options.read(all);
  }
}
