package org.sparksoftmax.data.row;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * The compression of files: told by their first bytes or, for codecs whose files have no mark, by
 * the suffix of the name.
 */
final class Compression {
  private static final int HEAD = 8;

  /** Opens the content of a compressed stream. */
  interface Decoder {
    InputStream open(InputStream stored) throws IOException;
  }

  /**
   * A kind of file that is not text.
   *
   * @param is what the file is, for messages
   */
  private record Refused(byte[] mark, String is, String remedy) {}

  private static final byte[] GZIP = bytes(0x1f, 0x8b);
  private static final byte[] BZIP2 = "BZh".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZSTD = bytes(0x28, 0xb5, 0x2f, 0xfd);
  private static final String UNPACK = "decompress it, or compress it with gzip, bzip2 or zstd";
  private static final String AS_CSV = "unpack it, or save the table as csv";
  private static final List<Refused> REFUSED =
      List.of(
          new Refused(bytes(0xfd, '7', 'z', 'X', 'Z', 0), "compressed with xz", UNPACK),
          new Refused(bytes('P', 'K', 3, 4), "a zip archive or an Excel workbook", AS_CSV),
          new Refused(bytes('7', 'z', 0xbc, 0xaf), "a 7z archive", AS_CSV),
          new Refused(bytes('R', 'a', 'r', '!'), "a rar archive", AS_CSV),
          new Refused(bytes(0xd0, 0xcf, 0x11, 0xe0), "an Excel workbook", AS_CSV),
          new Refused(bytes('P', 'A', 'R', '1'), "a Parquet file", "set data.format = parquet"),
          new Refused(bytes('O', 'R', 'C', 8), "an ORC file", "set data.format = orc"));

  private Compression() {}

  /**
   * Opens the content of a file, and takes ownership of {@code stored}.
   *
   * @throws DataException if the file has a form that cannot be read
   */
  static InputStream open(InputStream stored, String file, Configuration hadoop)
      throws IOException {
    PushbackInputStream in = new PushbackInputStream(stored, HEAD);
    try {
      byte[] head = in.readNBytes(HEAD);
      in.unread(head);
      Optional<Decoder> decoder = decoder(file, head, hadoop);
      return decoder.isEmpty() ? in : DecompressedStream.open(decoder.get(), in, file);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /**
   * Whether a file is compressed.
   *
   * @param head its first bytes, at least 8 unless it is shorter
   * @throws DataException if the file has a form that cannot be read
   */
  static boolean isCompressed(String file, byte[] head, Configuration hadoop) {
    return decoder(file, head, hadoop).isPresent();
  }

  /** Whether the suffix of the name is that of a codec. */
  static boolean hasSuffix(String file) {
    return codec(file, new Configuration(false)) != null;
  }

  private static Optional<Decoder> decoder(String file, byte[] head, Configuration hadoop) {
    for (Refused refused : REFUSED) {
      if (startsWith(head, refused.mark())) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot read %s: it is %s: %s",
                InputFiles.shown(file),
                refused.is(),
                refused.remedy()));
      }
    }
    if (startsWith(head, ZSTD)) {
      return Optional.of(ZstdInputStreamNoFinalizer::new);
    }
    CompressionCodec codec = codec(file, hadoop);
    if (codec == null && startsWith(head, GZIP)) {
      codec = ReflectionUtils.newInstance(GzipCodec.class, hadoop);
    } else if (codec == null && startsWith(head, BZIP2)) {
      codec = ReflectionUtils.newInstance(BZip2Codec.class, hadoop);
    }
    return Optional.ofNullable(codec).map(found -> found::createInputStream);
  }

  private static CompressionCodec codec(String file, Configuration hadoop) {
    return new CompressionCodecFactory(hadoop).getCodec(new Path(file));
  }

  private static boolean startsWith(byte[] head, byte[] mark) {
    return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
