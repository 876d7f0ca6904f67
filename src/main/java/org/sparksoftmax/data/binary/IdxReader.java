package org.sparksoftmax.data.binary;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitReader;

/**
 * Reads IDX files of any element type, together with the IDX file of their labels. Records are
 * flattened.
 */
public final class IdxReader implements SplitReader {
  private static final long serialVersionUID = 1L;

  @Override
  public void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException {
    try (IdxFile images = IdxFile.open(split.file(), hadoop);
        IdxFile labels =
            split.labelsFile() == null ? null : IdxFile.open(split.labelsFile(), hadoop)) {
      requireSameCount(split, images, labels);
      long end = Math.min(split.end(), images.records());
      images.skip(split.start());
      if (labels != null) {
        labels.skip(split.start());
      }
      for (long record = split.start(); record < end; record++) {
        // Reads both before checking either, to keep records and labels aligned.
        double[] label = labels == null ? null : labels.nextValues();
        byte[] bytes = images.isU8() ? images.next() : null;
        double[] values = images.isU8() ? null : images.nextValues();
        try {
          String text = label == null ? null : text(label);
          if (bytes != null) {
            sink.bytes(text, bytes, 0, bytes.length);
          } else {
            requireFinite(values);
            sink.dense(text, 1.0, values, null);
          }
        } catch (BadRow bad) {
          if (!sink.reject(RejectedRow.line(split, record + 1 - split.start(), bad, null))) {
            return;
          }
        }
      }
      if (end == images.records()) {
        images.requireEnd();
        if (labels != null) {
          labels.requireEnd();
        }
      }
    }
  }

  @Override
  public long rowsBefore(InputSplit split, Configuration hadoop) {
    return split.start();
  }

  private static void requireSameCount(InputSplit split, IdxFile images, IdxFile labels) {
    if (labels == null) {
      return;
    }
    if (labels.recordElements() != 1) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s holds records of %d values where labels are single values",
              InputFiles.shown(split.labelsFile()),
              labels.recordElements()));
    }
    if (labels.records() != images.records()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s has %d records but %s has %d labels",
              InputFiles.shown(split.file()),
              images.records(),
              InputFiles.shown(split.labelsFile()),
              labels.records()));
    }
  }

  private static void requireFinite(double[] values) throws BadRow {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new BadRow(String.format(Locale.ROOT, "value %s is not finite", value));
      }
    }
  }

  private static String text(double[] single) throws BadRow {
    double label = single[0];
    if (!Double.isFinite(label)) {
      throw new BadRow(String.format(Locale.ROOT, "label %s is not finite", label));
    }
    return label == Math.rint(label) && Math.abs(label) < 1L << 53
        ? Long.toString((long) label)
        : Double.toString(label);
  }
}
