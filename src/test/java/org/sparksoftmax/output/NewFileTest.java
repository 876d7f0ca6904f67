package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.Test;

class NewFileTest {

  /** Fails as HDFS does: every call throws the exception of the first failure. */
  private static final class Failed extends OutputStream {
    private final IOException failure = new IOException("quota is exceeded");

    @Override
    public void write(int b) throws IOException {
      throw failure;
    }

    @Override
    public void close() throws IOException {
      throw failure;
    }
  }

  @Test
  void aFailureThatClosingRepeatsIsThrownAsItIs() throws IOException {
    Failed failed = new Failed();
    FSDataOutputStream file = new FSDataOutputStream(failed, null);
    assertThatThrownBy(() -> NewFile.write(file, out -> out.write(1))).isSameAs(failed.failure);
  }
}
