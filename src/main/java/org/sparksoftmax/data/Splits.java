package org.sparksoftmax.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.binary.CifarReader;
import org.sparksoftmax.data.binary.IdxFile;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;

/** Divides files into splits of about {@link #BYTES}, independently of the cluster. */
final class Splits {

  private static final long BYTES = 32L << 20;

  private Splits() {}

  /**
   * Splits text files. A file with the suffix of a codec is one split. If the content of another
   * one cannot be cut, the reader of its first split reads all of it ({@code TextStream}).
   */
  static List<InputSplit> ofText(List<InputFile> files) {
    List<InputSplit> splits = new ArrayList<>();
    for (InputFile file : files) {
      if (InputFiles.splittable(file.path())) {
        addPieces(splits, file.path(), null, file.length(), BYTES);
      } else {
        splits.add(new InputSplit(file.path(), null, 0, Long.MAX_VALUE));
      }
    }
    return splits;
  }

  /** Splits IDX files, each with its label file if {@code labels} is not empty. */
  static List<InputSplit> ofIdx(
      List<InputFile> files, List<InputFile> labels, String key, Configuration hadoop)
      throws IOException {
    if (!labels.isEmpty() && labels.size() != files.size()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot pair %d files of %s with %d files of labels",
              files.size(),
              key,
              labels.size()));
    }
    List<InputSplit> splits = new ArrayList<>();
    for (int f = 0; f < files.size(); f++) {
      String file = files.get(f).path();
      String labelsFile = labels.isEmpty() ? null : labels.get(f).path();
      if (InputFiles.isCompressed(file, hadoop)) {
        splits.add(new InputSplit(file, labelsFile, 0, Long.MAX_VALUE));
        continue;
      }
      try (IdxFile idx = IdxFile.open(file, hadoop)) {
        long records = Math.max(1, BYTES / Math.max(1, idx.recordBytes()));
        addPieces(splits, file, labelsFile, idx.records(), records);
      }
    }
    return splits;
  }

  /** Splits CIFAR files of one form. */
  static List<InputSplit> ofCifar(
      List<InputFile> files, CifarReader.Form form, Configuration hadoop) throws IOException {
    List<InputSplit> splits = new ArrayList<>();
    for (InputFile file : files) {
      if (!InputFiles.isCompressed(file.path(), hadoop)) {
        long records = file.length() / form.recordBytes();
        addPieces(splits, file.path(), null, records, BYTES / form.recordBytes());
      } else {
        splits.add(new InputSplit(file.path(), null, 0, Long.MAX_VALUE));
      }
    }
    return splits;
  }

  private static void addPieces(
      List<InputSplit> splits, String file, String labelsFile, long length, long piece) {
    long pieces = Math.max(1, Math.round((double) length / piece));
    for (long p = 0; p < pieces; p++) {
      splits.add(new InputSplit(file, labelsFile, length * p / pieces, length * (p + 1) / pieces));
    }
  }
}
