package org.sparksoftmax.data.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.UntrustedFile;

/** Fuzzes dialects and encodings: the first four bytes choose them, the others are the file. */
class DialectFuzzTest extends UntrustedFile {

  private static final List<String> DELIMITERS = List.of("\",\"", ";", "tab", "space", "|");
  private static final List<String> QUOTES = List.of("'", "|", "null", "\"\\\"\"");
  private static final List<String> ESCAPES = List.of("auto", "doubled", "\\");
  private static final List<String> ENCODINGS =
      List.of("UTF-8", "ISO-8859-1", "UTF-16", "UTF-16LE", "windows-1252", "Shift_JIS");

  DialectFuzzTest() {
    super("a.txt");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    byte[] input = Files.readAllBytes(file);
    int[] choices = new int[4];
    for (int i = 0; i < Math.min(input.length, choices.length); i++) {
      choices[i] = input[i] & 0xFF;
    }
    Files.write(file, Arrays.copyOfRange(input, Math.min(input.length, 4), input.length));
    DataConfig config =
        ReaderTestSupport.config(
            "data.label-column=-1",
            "data.null-values=[NA, \"-\"]",
            "data.delimiter=" + choice(DELIMITERS, choices[0]),
            "data.quote=" + choice(QUOTES, choices[1]),
            "data.escape=" + choice(ESCAPES, choices[2]),
            "data.encoding=" + choice(ENCODINGS, choices[3]));
    CsvSchema schema =
        CsvSchema.resolve(
            config, ReaderTestSupport.sample(file, config), ReadPurpose.training(), remark -> {});
    readRows(new CsvReader(schema), whole(file), schema.columns().categorical());
    readRows(
        new LibsvmReader(LibsvmForm.of(config, choices[0] % 2, choices[1])),
        whole(file),
        new int[0]);
  }

  private static String choice(List<String> choices, int number) {
    return choices.get(number % choices.size());
  }
}
