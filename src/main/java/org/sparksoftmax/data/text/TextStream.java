package org.sparksoftmax.data.text;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;

/**
 * The content of a split as UTF-8 text with lines that end in LF or CR LF, whatever the
 * compression, the encoding and the line ends of its file.
 *
 * <p>The first bytes of a file tell these. Only uncompressed UTF-8 files with LF can be cut: of any
 * other file, the split at 0 is read to the end of the file, and the splits behind it are empty.
 * Each reader decides so from the first bytes, so that no driver has to open all files.
 *
 * @param in the text, from the start of the split
 * @param isWhole whether the text goes to the end of the file, whatever the end of the split
 * @param encoding the encoding of the file, for messages
 */
record TextStream(InputStream in, boolean isWhole, Charset encoding) implements Closeable {

  /** The number of bytes that nearly always have the end of a line. */
  private static final int SHORT_HEAD = 4 << 10;

  private static final int LONG_HEAD = 64 << 10;

  /**
   * Opens a split.
   *
   * @throws DataException if the file is not text
   */
  static TextStream open(InputSplit split, String encoding, Configuration hadoop)
      throws IOException {
    if (split.start() == 0) {
      return openStart(split.file(), encoding, hadoop);
    }
    FSDataInputStream stored = InputFiles.openStored(split.file(), hadoop);
    try {
      byte[] head = head(stored);
      if (InputFiles.isCompressed(split.file(), head, hadoop)
          || !Content.of(head, split.file(), encoding).isPlain()) {
        stored.close();
        return new TextStream(InputStream.nullInputStream(), true, StandardCharsets.UTF_8);
      }
      stored.seek(split.start());
      return new TextStream(stored, false, StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  private static TextStream openStart(String file, String encoding, Configuration hadoop)
      throws IOException {
    InputStream opened = InputFiles.open(file, hadoop);
    boolean isDecompressed = InputFiles.isDecompressed(opened);
    InputStream content = isDecompressed ? new ReadAheadStream(opened) : opened;
    try {
      byte[] head = head(content);
      Content found = Content.of(head, file, encoding);
      // A plain stream keeps the mark, so that its positions are those of the file.
      int skipped = found.isPlain() ? 0 : found.mark();
      InputStream all =
          new SequenceInputStream(
              new ByteArrayInputStream(head, skipped, head.length - skipped), content);
      boolean isWhole = !found.isPlain() || isDecompressed;
      boolean utf8 = found.charset().equals(StandardCharsets.UTF_8);
      InputStream text = utf8 ? all : new TranscodedStream(all, found.charset());
      return new TextStream(
          found.crOnly() ? new LineFeedStream(text) : text, isWhole, found.charset());
    } catch (IOException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static byte[] head(InputStream in) throws IOException {
    byte[] head = in.readNBytes(SHORT_HEAD);
    for (byte b : head) {
      if (b == '\n') {
        return head;
      }
    }
    int read = head.length;
    head = Arrays.copyOf(head, LONG_HEAD);
    return Arrays.copyOf(head, read + in.readNBytes(head, read, LONG_HEAD - read));
  }

  /**
   * What the first bytes of the content of a file tell.
   *
   * @param mark the length of the byte order mark
   * @param crOnly whether lines end in CR alone
   */
  private record Content(Charset charset, int mark, boolean crOnly) {

    static Content of(byte[] head, String file, String encoding) {
      if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
        return new Content(StandardCharsets.UTF_8, 3, endsInCr(head, StandardCharsets.UTF_8));
      }
      Charset marked = marked(head);
      if (marked != null) {
        int mark = marked.name().startsWith("UTF-32") ? 4 : 2;
        return new Content(marked, mark, endsInCr(head, marked));
      }
      Charset named = Charset.forName(encoding);
      boolean utf8 =
          named.equals(StandardCharsets.UTF_8) || named.equals(StandardCharsets.US_ASCII);
      Charset charset = utf8 ? StandardCharsets.UTF_8 : named;
      if (utf8 && head.length > 3 && (head[0] == 0) != (head[1] == 0)) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot read %s: it is not UTF-8 text; if it is UTF-16 without a byte order mark, set data.encoding = UTF-16%s",
                InputFiles.shown(file),
                head[0] == 0 ? "BE" : "LE"));
      }
      return new Content(charset, 0, endsInCr(head, charset));
    }

    /** Whether the text has the bytes of the file, apart from a mark, which readers skip. */
    boolean isPlain() {
      return charset.equals(StandardCharsets.UTF_8) && !crOnly;
    }

    private static Charset marked(byte[] head) {
      if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
        return Charset.forName("UTF-32LE");
      }
      if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
        return Charset.forName("UTF-32BE");
      }
      if (startsWith(head, 0xFF, 0xFE)) {
        return StandardCharsets.UTF_16LE;
      }
      return startsWith(head, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
    }

    private static boolean startsWith(byte[] head, int... mark) {
      boolean starts = head.length >= mark.length;
      for (int i = 0; starts && i < mark.length; i++) {
        starts = head[i] == (byte) mark[i];
      }
      return starts;
    }

    /** Whether there is a CR before the last character, and no LF. */
    private static boolean endsInCr(byte[] head, Charset charset) {
      String text = new String(head, charset);
      int cr = text.indexOf('\r');
      return cr >= 0 && cr < text.length() - 1 && text.indexOf('\n') < 0;
    }
  }
}
