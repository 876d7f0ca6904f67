package org.sparksoftmax.data.text;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.UntrustedFile;

class TsvFuzzTest extends UntrustedFile {

  TsvFuzzTest() {
    super("a.tsv");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    DataConfig config = ReaderTestSupport.config("data.label-column=-1", "data.format=tsv");
    CsvSchema schema =
        CsvSchema.resolve(
            config, ReaderTestSupport.sample(file, config), ReadPurpose.training(), remark -> {});
    schema.table();
    readRows(new CsvReader(schema), whole(file), schema.columns().categorical());
  }
}
