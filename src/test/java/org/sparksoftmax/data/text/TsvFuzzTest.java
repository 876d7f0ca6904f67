package org.sparksoftmax.data.text;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.UntrustedFile;

class TsvFuzzTest extends UntrustedFile {

  TsvFuzzTest() {
    super("a.tsv");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    CsvSchema schema =
        CsvSchema.resolve(
            ReaderTestSupport.config("data.label-column=-1"),
            (byte) 't',
            TextLines.first(file.toUri().toString(), ReaderTestSupport.HADOOP),
            ReadPurpose.training());
    schema.table();
    readRows(new CsvReader(schema), whole(file), schema.columns().categorical());
  }
}
