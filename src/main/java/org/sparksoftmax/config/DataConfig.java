package org.sparksoftmax.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the rows are and how they are read ({@code data}).
 *
 * <p>A column is referred to by its header name or by its position, counted from 0; a negative
 * position counts from the end (-1 is the last column).
 *
 * @param path files, as Hadoop globs them; a comma separates several
 * @param labelsPath labels of an idx data set
 * @param labelColumn column of the label; by default the header's {@code label} or {@code target}
 * @param targetColumns columns of the target probabilities, one for each class, or one of vectors;
 *     none where rows have labels
 * @param weightColumn column of example weights; none by default
 * @param classes the labels that rows may have; any if empty
 * @param featureColumns feature columns in order; all the others if empty
 * @param categoricalColumns columns to be one-hot encoded
 * @param featureNames a file with the name of each feature, one a line, for data without columns
 * @param numFeatures number of features of libsvm data; by default the largest index seen
 * @param featureMultiplier factor on every feature, folded into the parameters
 * @param partitions number of partitions; by default from the size of the data
 * @param splitSeed seed of the held-out fractions
 * @param badRows how rows that cannot be used are treated
 */
public record DataConfig(
    DataFormat format,
    String path,
    Optional<String> labelsPath,
    SplitConfig validation,
    SplitConfig test,
    HeaderLine header,
    Optional<String> labelColumn,
    List<String> targetColumns,
    List<String> classes,
    Optional<String> weightColumn,
    List<String> featureColumns,
    List<String> categoricalColumns,
    Optional<String> featureNames,
    OptionalInt numFeatures,
    double featureMultiplier,
    Storage storage,
    OptionalInt partitions,
    long splitSeed,
    BadRows badRows) {

  // Not a compact constructor: there the fields are still unset when the rules look at them.
  public DataConfig(
      DataFormat format,
      String path,
      Optional<String> labelsPath,
      SplitConfig validation,
      SplitConfig test,
      HeaderLine header,
      Optional<String> labelColumn,
      List<String> targetColumns,
      List<String> classes,
      Optional<String> weightColumn,
      List<String> featureColumns,
      List<String> categoricalColumns,
      Optional<String> featureNames,
      OptionalInt numFeatures,
      double featureMultiplier,
      Storage storage,
      OptionalInt partitions,
      long splitSeed,
      BadRows badRows) {
    this.format = format;
    this.path = path;
    this.labelsPath = labelsPath;
    this.validation = validation;
    this.test = test;
    this.header = header;
    this.labelColumn = labelColumn;
    this.targetColumns = List.copyOf(targetColumns);
    this.classes = List.copyOf(classes);
    this.weightColumn = weightColumn;
    this.featureColumns = List.copyOf(featureColumns);
    this.categoricalColumns = List.copyOf(categoricalColumns);
    this.featureNames = featureNames;
    this.numFeatures = numFeatures;
    this.featureMultiplier = featureMultiplier;
    this.storage = storage;
    this.partitions = partitions;
    this.splitSeed = splitSeed;
    this.badRows = badRows;
    DataRules.check(this);
  }
}
