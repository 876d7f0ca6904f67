package org.sparksoftmax.data.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The rows of a DataFrame, whose partitions are the splits. Spark computes them once, and again
 * only if cached blocks are lost.
 */
public final class FrameSource implements RowSource {

  /** The number of classes up to which any number of them may have no row. */
  private static final int FEW_CLASSES = 1000;

  /** Beyond {@link #FEW_CLASSES}, one of so many classes must have a row. */
  private static final int CLASSES_PER_LABEL = 10;

  private final FrameInput input;
  private final Dataset<Row> rows;
  private final FrameRows form;

  private FrameSource(FrameInput input, Dataset<Row> rows, FrameRows form) {
    this.input = input;
    this.rows = rows;
    this.form = form;
  }

  /** Returns the source for training. */
  public static FrameSource training(FrameInput input) {
    return open(input, true);
  }

  /** Returns the source for evaluating a model, whose classes the input has. */
  public static FrameSource evaluation(FrameInput input) {
    return open(input, false);
  }

  private static FrameSource open(FrameInput input, boolean training) {
    List<String> names = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    names.add(input.features());
    columns.add(functions.col(input.features()));
    TargetColumns targets = null;
    if (input.targets().isPresent()) {
      names.add(input.targets().get());
      columns.add(functions.col(input.targets().get()));
      List<String> classes =
          input
              .classes()
              .map(LabelIndex::labels)
              .orElseGet(
                  () ->
                      numbers(
                          CellReader.firstLength(
                              input.frame(), functions.col(input.targets().get()))));
      targets = TargetColumns.ofVectors(1, classes, Optional.empty());
    } else {
      names.add(input.label().orElseThrow());
      columns.add(functions.col(input.label().get()).cast(DataTypes.DoubleType));
    }
    input
        .weight()
        .ifPresent(
            weight -> {
              names.add(weight);
              columns.add(functions.col(weight).cast(DataTypes.DoubleType));
            });
    input
        .validation()
        .ifPresent(
            validation -> {
              names.add(validation);
              columns.add(functions.col(validation));
            });
    FrameRows form =
        new FrameRows(
            new CellReader(names.toArray(String[]::new)),
            targets,
            input.weight().isPresent(),
            input.validation().isPresent(),
            input.classes().map(index -> index.labels().toArray(String[]::new)).orElse(null),
            training);
    return new FrameSource(input, input.frame().select(columns.toArray(Column[]::new)), form);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  @Override
  public List<FeatureSchema.InputColumn> columns() {
    return input.featureNames().stream()
        .map(name -> new FeatureSchema.InputColumn(name, List.of()))
        .toList();
  }

  /** Returns false: the names describe vector entries, and later input also has vectors. */
  @Override
  public boolean columnsNamed() {
    return false;
  }

  @Override
  public int[] categorical() {
    return new int[0];
  }

  @Override
  public Optional<LabelIndex> targetClasses() {
    return Optional.ofNullable(form.targets()).map(TargetColumns::index);
  }

  /**
   * Returns the classes of the metadata or, without these, those from 0 to the largest label, as in
   * MLlib, and at least two.
   *
   * @throws DataException if hardly any of the classes has a row, because the labels are
   *     identifiers
   */
  @Override
  public LabelIndex classes(Set<String> labels) {
    return targetClasses()
        .or(input::classes)
        .orElseGet(() -> LabelIndex.inGivenOrder(numbers(upToLargest(labels))));
  }

  private int upToLargest(Set<String> labels) {
    int largest = labels.stream().mapToInt(Integer::parseInt).max().orElse(0);
    int classes = 1 + Math.max(1, largest);
    if (classes > FEW_CLASSES && classes / CLASSES_PER_LABEL > labels.size()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on %,d classes: the largest label in column '%s' is %d, and only %,d of the numbers from 0 to it have a row: a StringIndexer numbers classes without gaps",
              classes,
              input.label().orElseThrow(),
              largest,
              labels.size()));
    }
    return classes;
  }

  @Override
  public boolean holdsOut(SplitRole role) {
    return role == SplitRole.VALIDATION && form.holdsOut();
  }

  @Override
  public boolean vectors() {
    return true;
  }

  @Override
  public Optional<StructType> table() {
    return Optional.empty();
  }

  @Override
  public List<String> places() {
    return IntStream.range(0, rows.javaRDD().getNumPartitions())
        .mapToObj(FrameSource::place)
        .toList();
  }

  @Override
  public JavaRDD<RawPartition> read(RawOptions options) {
    FrameRows shape = form;
    return rows.toJavaRDD()
        .mapPartitionsWithIndex((split, part) -> readPart(split, part, shape, options), true);
  }

  private static Iterator<RawPartition> readPart(
      int split, Iterator<Row> part, FrameRows form, RawOptions options) {
    RawPartitionBuilder builder = new RawPartitionBuilder(split, options);
    FrameRows.Reader reader = new FrameRows.Reader(form, builder, place(split));
    boolean wanted = true;
    while (wanted && part.hasNext()) {
      wanted = reader.put(part.next());
    }
    return List.of(builder.build(0)).iterator();
  }

  private static String place(int split) {
    return "partition " + split + " of the DataFrame";
  }
}
