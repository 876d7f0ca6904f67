package org.sparksoftmax.data.text;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.UntrustedFile;

/** Like {@link CsvFuzzTest}, with target probabilities in the first two and the last column. */
class SoftLabelsFuzzTest extends UntrustedFile {

  SoftLabelsFuzzTest() {
    super("soft.csv");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    DataConfig config = ReaderTestSupport.config("data.target-columns=[0,1,-1]");
    CsvSchema schema =
        CsvSchema.resolve(
            config, ReaderTestSupport.sample(file, config), ReadPurpose.training(), remark -> {});
    readRows(new CsvReader(schema), whole(file), schema.columns().categorical());
  }
}
