package org.sparksoftmax.data;

import java.io.IOException;
import java.nio.file.Path;

class TsvFuzzTest extends UntrustedFile {

  TsvFuzzTest() {
    super("a.tsv");
  }

  @Override
  void readFile(Path file) throws IOException {
    CsvSchema schema =
        CsvSchema.resolve(
            ReaderTestSupport.config("data.label-column=-1"),
            (byte) 't',
            TextLines.first(file.toUri().toString(), ReaderTestSupport.HADOOP),
            Purpose.training());
    schema.table();
    readRows(new CsvReader(schema), whole(file), schema.categorical());
  }
}
