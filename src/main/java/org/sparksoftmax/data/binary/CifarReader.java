package org.sparksoftmax.data.binary;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitReader;

/**
 * Reads the binary files of CIFAR-10 (label, 3072 pixels) and CIFAR-100 (coarse label, fine label,
 * 3072 pixels).
 */
public final class CifarReader implements SplitReader {
  private static final long serialVersionUID = 1L;

  private static final int PIXELS = 3072;

  private final Form form;

  public CifarReader(Form form) {
    this.form = form;
  }

  /** The two kinds of file. */
  public enum Form {
    CIFAR_10(1, 10),
    CIFAR_100(2, 100);

    private final int labelBytes;
    private final int classes;

    Form(int labelBytes, int classes) {
      this.labelBytes = labelBytes;
      this.classes = classes;
    }

    public int recordBytes() {
      return labelBytes + PIXELS;
    }

    /**
     * Determines the form of a file from its decompressed length.
     *
     * @throws DataException if the length is a multiple of the record size of neither form, or of
     *     both
     */
    public static Form of(String file, long length) {
      boolean ten = length % CIFAR_10.recordBytes() == 0;
      boolean hundred = length % CIFAR_100.recordBytes() == 0;
      if (ten == hundred) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s is not a CIFAR file: its %d bytes are %s records of %d bytes (CIFAR-10) %s of %d (CIFAR-100)",
                InputFiles.shown(file),
                length,
                ten ? "whole" : "no whole number of",
                CIFAR_10.recordBytes(),
                ten ? "and" : "or",
                CIFAR_100.recordBytes()));
      }
      return ten ? CIFAR_10 : CIFAR_100;
    }
  }

  @Override
  public void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException {
    try (InputStream stream = InputFiles.open(split.file(), hadoop);
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16))) {
      in.skipNBytes(split.start() * form.recordBytes());
      byte[] record = new byte[form.recordBytes()];
      for (long number = split.start(); number < split.end(); number++) {
        int first = in.read();
        if (first < 0) {
          return;
        }
        record[0] = (byte) first;
        in.readFully(record, 1, record.length - 1);
        int label = record[form.labelBytes - 1] & 0xFF;
        try {
          requireClass(label);
          sink.bytes(Integer.toString(label), record, form.labelBytes, PIXELS);
        } catch (BadRow bad) {
          long numberInSplit = number + 1 - split.start();
          if (!sink.reject(RejectedRow.line(split, numberInSplit, bad, null))) {
            return;
          }
        }
      }
    } catch (EOFException shortFile) {
      throw new DataException(InputFiles.shown(split.file()) + " ends within a record", shortFile);
    }
  }

  @Override
  public long rowsBefore(InputSplit split, Configuration hadoop) {
    return split.start();
  }

  private void requireClass(int label) throws BadRow {
    if (label >= form.classes) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "label %d is beyond the %d classes of CIFAR-%d",
              label,
              form.classes,
              form.classes));
    }
  }

  /** The decompressed length of a file. */
  public static long length(InputFile file, Configuration hadoop) throws IOException {
    if (!InputFiles.isCompressed(file.path(), hadoop)) {
      return file.length();
    }
    try (InputStream in = InputFiles.open(file.path(), hadoop)) {
      byte[] chunk = new byte[1 << 16];
      long length = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        length += read;
      }
      return length;
    }
  }
}
