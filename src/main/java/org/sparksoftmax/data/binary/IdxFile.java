package org.sparksoftmax.data.binary;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;

/**
 * An open IDX file: two zero bytes, element type, number of dimensions, the dimensions as int32,
 * then the elements, big endian. The first dimension counts the records.
 */
public final class IdxFile implements Closeable {

  private static final int MAX_RECORD_BYTES = 1 << 30;

  private final String file;
  private final DataInputStream in;
  private final int type;
  private final int records;
  private final int recordElements;
  private final int recordBytes;

  /** Empty until the first record is read, because the header may claim any size. */
  private byte[] record = new byte[0];

  private double[] values;

  private IdxFile(String file, DataInputStream in) throws IOException {
    this.file = file;
    this.in = in;
    int magic = in.readInt();
    this.type = (magic >>> 8) & 0xFF;
    int dimensions = magic & 0xFF;
    if (magic >>> 16 != 0 || elementBytes() == 0 || dimensions == 0) {
      throw new DataException(
          String.format(
              Locale.ROOT, "%s is not an IDX file: it begins with 0x%08X", shown(), magic));
    }
    this.records = in.readInt();
    long elements = 1;
    for (int d = 1; d < dimensions; d++) {
      int size = in.readInt();
      elements = size < 0 ? -1 : Math.multiplyExact(elements, (long) size);
      if (elements < 0 || elements * elementBytes() > MAX_RECORD_BYTES) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s declares records of more than %d bytes",
                shown(),
                MAX_RECORD_BYTES));
      }
    }
    if (records < 0) {
      throw new DataException(
          String.format(Locale.ROOT, "%s declares %d records", shown(), records));
    }
    if (elements == 0 && records > 0) {
      throw new DataException(
          String.format(Locale.ROOT, "%s declares records of no values", shown()));
    }
    this.recordElements = (int) elements;
    this.recordBytes = recordElements * elementBytes();
  }

  public static IdxFile open(String file, Configuration hadoop) throws IOException {
    InputStream stream = InputFiles.open(file, hadoop);
    DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
    try {
      return new IdxFile(file, in);
    } catch (EOFException shortFile) {
      in.close();
      throw new DataException(
          InputFiles.shown(file) + " is not an IDX file: it ends within its header", shortFile);
    } catch (IOException | RuntimeException failed) {
      in.close();
      throw failed;
    }
  }

  public int records() {
    return records;
  }

  /** The number of elements in a record. */
  int recordElements() {
    return recordElements;
  }

  public int recordBytes() {
    return recordBytes;
  }

  boolean isInteger() {
    return type <= 0x0C;
  }

  void skip(long count) throws IOException {
    long left = count * recordBytes;
    try {
      in.skipNBytes(left);
    } catch (EOFException shortFile) {
      throw tooShort();
    }
  }

  /** Whether elements are unsigned bytes, which {@link #next()} returns unchanged. */
  boolean isU8() {
    return type == 0x08;
  }

  /** Reads the next record as stored; the array is valid until the next call. */
  byte[] next() throws IOException {
    if (record.length == 0) {
      // Grows with the content of the file, because the header may claim any size.
      record = in.readNBytes(recordBytes);
    } else if (in.readNBytes(record, 0, recordBytes) < recordBytes) {
      throw tooShort();
    }
    if (record.length < recordBytes) {
      throw tooShort();
    }
    return record;
  }

  /** Reads the next record, converted to double; the array is valid until the next call. */
  double[] nextValues() throws IOException {
    next();
    if (values == null) {
      values = new double[recordElements];
    }
    ByteBuffer bytes = ByteBuffer.wrap(record);
    for (int i = 0; i < recordElements; i++) {
      values[i] =
          switch (type) {
            case 0x08 -> record[i] & 0xFF;
            case 0x09 -> record[i];
            case 0x0B -> bytes.getShort(2 * i);
            case 0x0C -> bytes.getInt(4 * i);
            case 0x0D -> bytes.getFloat(4 * i);
            default -> bytes.getDouble(8 * i);
          };
    }
    return values;
  }

  /** Checks that nothing follows the last record. */
  void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw new DataException(
          String.format(
              Locale.ROOT, "%s has data after the %d records that it declares", shown(), records));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private DataException tooShort() {
    return new DataException(
        String.format(
            Locale.ROOT,
            "%s ends before the %d records of %d bytes that it declares",
            shown(),
            records,
            recordBytes));
  }

  private String shown() {
    return InputFiles.shown(file);
  }

  private int elementBytes() {
    return switch (type) {
      case 0x08, 0x09 -> 1;
      case 0x0B -> 2;
      case 0x0C, 0x0D -> 4;
      case 0x0E -> 8;
      default -> 0;
    };
  }
}
