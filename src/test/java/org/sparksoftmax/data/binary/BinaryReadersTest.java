package org.sparksoftmax.data.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.data.row.ReaderTestSupport.HADOOP;
import static org.sparksoftmax.data.row.ReaderTestSupport.read;
import static org.sparksoftmax.data.row.ReaderTestSupport.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.data.row.CollectingSink;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.text.LibsvmReader;

class BinaryReadersTest {

  @TempDir private Path folder;

  private InputSplit split(Path images, Path labels, long start, long end) {
    return new InputSplit(
        images.toUri().toString(), labels == null ? null : labels.toUri().toString(), start, end);
  }

  private static byte[] idx(int type, int[] dimensions, byte... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + elements.length);
    bytes.putInt(type << 8 | dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.put(elements).array();
  }

  private static byte[] bigEndian(int type, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
    for (double value : values) {
      switch (type) {
        case 0x08, 0x09 -> bytes.put((byte) value);
        case 0x0B -> bytes.putShort((short) value);
        case 0x0C -> bytes.putInt((int) value);
        case 0x0D -> bytes.putFloat((float) value);
        default -> bytes.putDouble(value);
      }
    }
    byte[] used = new byte[bytes.position()];
    bytes.flip().get(used);
    return used;
  }

  @Test
  void readsEveryElementTypeOfIdx() {
    for (int type : new int[] {0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E}) {
      Path images =
          write(folder, "i" + type, idx(type, new int[] {2, 1, 2}, bigEndian(type, 1, 2, 3, 4)));
      Path labels = write(folder, "l" + type, idx(type, new int[] {2}, bigEndian(type, 7, 9)));
      assertThat(read(new IdxReader(), split(images, labels, 0, Long.MAX_VALUE)))
          .containsExactly("7 1.0 2.0", "9 3.0 4.0");
      assertThat(read(new IdxReader(), split(images, labels, 1, 2))).containsExactly("9 3.0 4.0");
    }
  }

  @Test
  void idxSignsAreThoseOfTheType() {
    Path unsigned = write(folder, "u", idx(0x08, new int[] {1, 1}, (byte) 0xFF));
    Path signed = write(folder, "s", idx(0x09, new int[] {1, 1}, (byte) 0xFF));
    assertThat(read(new IdxReader(), split(unsigned, null, 0, 1))).containsExactly("null 255.0");
    assertThat(read(new IdxReader(), split(signed, null, 0, 1))).containsExactly("null -1.0");
  }

  @Test
  void badIdxFilesAreNamed() {
    Path good = write(folder, "good", idx(0x08, new int[] {2, 1}, (byte) 1, (byte) 2));
    Path one = write(folder, "one", idx(0x08, new int[] {1}, (byte) 1));
    assertThatThrownBy(() -> read(new IdxReader(), split(good, one, 0, 9)))
        .hasMessage(String.format(Locale.ROOT, "%s has 2 records but %s has 1 labels", good, one));
    Path text = write(folder, "text", "hello, world");
    assertThatThrownBy(() -> read(new IdxReader(), split(text, null, 0, 9)))
        .hasMessage(text + " is not an IDX file: it begins with 0x68656C6C");
    Path shortFile = write(folder, "short", idx(0x08, new int[] {3, 1}, (byte) 1, (byte) 2));
    assertThatThrownBy(() -> read(new IdxReader(), split(shortFile, null, 0, 9)))
        .hasMessage(shortFile + " ends before the 3 records of 1 bytes that it declares");
    Path longFile = write(folder, "long", idx(0x08, new int[] {1, 1}, (byte) 1, (byte) 2));
    assertThatThrownBy(() -> read(new IdxReader(), split(longFile, null, 0, 9)))
        .hasMessage(longFile + " has data after the 1 records that it declares");
    Path huge = write(folder, "huge", idx(0x0E, new int[] {1, 1 << 30, 1 << 30}));
    assertThatThrownBy(() -> read(new IdxReader(), split(huge, null, 0, 9)))
        .hasMessage(huge + " declares records of more than 1073741824 bytes");
  }

  @Test
  void whatAnIdxHeaderClaimsIsNotAllocated() {
    Path claims = write(folder, "claims", idx(0x08, new int[] {1, 1 << 30}, (byte) 1));
    assertThatThrownBy(() -> read(new IdxReader(), split(claims, null, 0, 9)))
        .isInstanceOf(DataException.class)
        .hasMessage(claims + " ends before the 1 records of 1073741824 bytes that it declares");
  }

  @Test
  void idxRecordsWithoutValuesAreRefused() {
    Path empty = write(folder, "empty", idx(0x08, new int[] {Integer.MAX_VALUE, 0}));
    assertThatThrownBy(() -> read(new IdxReader(), split(empty, null, 0, Long.MAX_VALUE)))
        .isInstanceOf(DataException.class)
        .hasMessage(empty + " declares records of no values");
  }

  @Test
  void idxLabelsAreFinite() {
    Path images = write(folder, "images", idx(0x08, new int[] {1, 1}, (byte) 1));
    Path labels = write(folder, "nan", idx(0x0D, new int[] {1}, bigEndian(0x0D, Double.NaN)));
    assertThatThrownBy(() -> read(new IdxReader(), split(images, labels, 0, 9)))
        .isInstanceOf(DataException.class)
        .hasMessage(images + ":1: label NaN is not finite");
  }

  @Test
  void readsBothFormsOfCifar() throws IOException {
    byte[] ten = new byte[2 * 3073];
    ten[0] = 3;
    ten[1] = (byte) 200;
    ten[3073] = 9;
    Path file = write(folder, "ten.bin", ten);
    assertThat(CifarReader.Form.of("ten.bin", ten.length)).isEqualTo(CifarReader.Form.CIFAR_10);
    List<String> rows = read(new CifarReader(CifarReader.Form.CIFAR_10), split(file, null, 0, 9));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).startsWith("3 200.0 0.0");
    assertThat(rows.get(1)).startsWith("9 0.0");
    byte[] hundred = new byte[3074];
    hundred[0] = 5;
    hundred[1] = 77;
    Path fine = write(folder, "hundred.bin", hundred);
    assertThat(CifarReader.Form.of("hundred.bin", 3074)).isEqualTo(CifarReader.Form.CIFAR_100);
    assertThat(read(new CifarReader(CifarReader.Form.CIFAR_100), split(fine, null, 0, 9)).get(0))
        .startsWith("77 0.0");
  }

  @Test
  void badCifarFilesAreNamed() {
    assertThatThrownBy(() -> CifarReader.Form.of("a.bin", 5000))
        .hasMessage(
            "a.bin is not a CIFAR file: its 5000 bytes are no whole number of records of 3073 bytes (CIFAR-10) or of 3074 (CIFAR-100)");
    byte[] wrong = new byte[3073];
    wrong[0] = 10;
    Path file = write(folder, "wrong.bin", wrong);
    assertThatThrownBy(
            () -> read(new CifarReader(CifarReader.Form.CIFAR_10), split(file, null, 0, 9)))
        .hasMessage(file + ":1: label 10 is beyond the 10 classes of CIFAR-10");
  }

  @Test
  void badRecordsAreRejectedWithTheirNumberInTheFile() {
    byte[] records = new byte[4 * 3073];
    records[3073] = 10;
    records[3 * 3073] = (byte) 255;
    Path cifar = write(folder, "bad.bin", records);
    CollectingSink sink =
        ReaderTestSupport.readAll(new CifarReader(CifarReader.Form.CIFAR_10), cifar);
    assertThat(sink.rows).hasSize(2);
    assertThat(sink.rejected)
        .extracting(RejectedRow::message)
        .containsExactly(
            cifar + ":2: label 10 is beyond the 10 classes of CIFAR-10",
            cifar + ":4: label 255 is beyond the 10 classes of CIFAR-10");
    double[] values = {1, Double.NaN, 3, Double.POSITIVE_INFINITY, 5};
    Path images = write(folder, "f", idx(0x0D, new int[] {5, 1}, bigEndian(0x0D, values)));
    double[] numbers = {7, 7, Double.NaN, 7, 8};
    Path labels = write(folder, "l", idx(0x0E, new int[] {5}, bigEndian(0x0E, numbers)));
    CollectingSink whole =
        ReaderTestSupport.read(new IdxReader(), split(images, labels, 0, 5), Integer.MAX_VALUE);
    assertThat(whole.rows).containsExactly("7 1.0", "8 5.0");
    assertThat(whole.rejected)
        .extracting(RejectedRow::message)
        .containsExactly(
            images + ":2: value NaN is not finite",
            images + ":3: label NaN is not finite",
            images + ":4: value Infinity is not finite");
    CollectingSink part =
        ReaderTestSupport.read(new IdxReader(), split(images, labels, 3, 5), Integer.MAX_VALUE);
    assertThat(part.rejected).extracting(RejectedRow::number).containsExactly(4L);
    assertThat(part.rejected.get(0).row()).isNull();
  }

  @Test
  void aDamagedFileIsNoBadRow() {
    Path images = write(folder, "cut", idx(0x08, new int[] {3, 1}, (byte) 1, (byte) 2));
    assertThatThrownBy(
            () ->
                ReaderTestSupport.read(
                    new IdxReader(), split(images, null, 0, 3), Integer.MAX_VALUE))
        .isInstanceOf(DataException.class)
        .hasMessage(images + " ends before the 3 records of 1 bytes that it declares");
  }

  @Test
  void aTruncatedGzipFileIsNamed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("1 1:1\n".repeat(10000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = bytes.toByteArray();
    Path file = write(folder, "cut.libsvm.gz", Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(new LibsvmReader(0), file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut.libsvm.gz");
    Path complete = write(folder, "whole.libsvm.gz", whole);
    assertThat(read(new LibsvmReader(0), complete)).hasSize(10000);
  }

  @Test
  void readsTheRealSets() throws IOException {
    Path images = SharedData.file("omniglot/omniglot35_test_images-idx3-ubyte.gz");
    Path labels = SharedData.file("omniglot/omniglot35_test_labels-idx1-int16.gz");
    List<String> rows = read(new IdxReader(), split(images, labels, 0, Long.MAX_VALUE));
    assertThat(rows).hasSize(8115);
    assertThat(rows.get(8114).split(" ", -1)).hasSize(1226);
    Path cifar = SharedData.file("cifar10/data_batch_1.bin.gz");
    long length = CifarReader.length(new InputFile(cifar.toUri().toString(), 0), HADOOP);
    assertThat(CifarReader.Form.of("cifar", length)).isEqualTo(CifarReader.Form.CIFAR_10);
    assertThat(length / 3073).isEqualTo(9990);
  }
}
