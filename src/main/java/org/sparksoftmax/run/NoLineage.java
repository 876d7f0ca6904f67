package org.sparksoftmax.run;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.data.block.InputPaths;

/** Nobody listens. */
final class NoLineage implements Lineage {
  @Override
  public void started(List<InputPaths> inputs, Path output) {}

  @Override
  public void read(List<Read> reads) {}

  @Override
  public void completed(String version) {}

  @Override
  public void failed(String reason) {}
}
