package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.data.row.DataException;

class ModelStoreTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "268435457, 24, metadata.json has 268435457 bytes (at most 268435456)",
    "2, 2147483648, weights.bin has 2147483648 bytes (at most 2147483639)"
  })
  void filesThatAreTooLargeAreRefusedUnread(long metadata, long weights, String problem)
      throws IOException {
    file("metadata.json", metadata);
    file("weights.bin", weights);
    assertThatThrownBy(() -> ModelStore.load(folder.toString(), new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read the model in --model %s: %s", folder, problem);
  }

  @Test
  void aFileThatIsAFolderIsNoModel() {
    folder.resolve("metadata.json").toFile().mkdir();
    assertThatThrownBy(() -> ModelStore.load(folder.toString(), new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--model " + folder);
  }

  private void file(String name, long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(length);
    }
  }
}
