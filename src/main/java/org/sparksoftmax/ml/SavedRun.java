package org.sparksoftmax.ml;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.run.record.SummaryJson;

/** Tells the output of {@code softmax train} from the directory of a stage. */
final class SavedRun {

  private SavedRun() {}

  /**
   * Whether {@code path} is the output of a run, or its folder {@code model}, rather than a stage.
   * A stage has its parameters, which are written last, as a run has its summary. A directory
   * without either, such as that of a stage whose save was interrupted, is neither.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static boolean is(String path, Configuration hadoop) {
    Path directory = new Path(path);
    try {
      FileSystem fileSystem = directory.getFileSystem(hadoop);
      if (fileSystem.exists(new Path(directory, "metadata"))) {
        return false;
      }
      if (fileSystem.exists(new Path(directory, SummaryJson.NAME))
          || fileSystem.exists(new Path(directory, ModelCodec.METADATA))) {
        return true;
      }
    } catch (IOException cannot) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Cannot read the model in %s: %s", path, FileFailure.reason(cannot)),
          cannot);
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Cannot find a model in %s: it has neither metadata (of a saved stage) nor %s (of a run of softmax train) nor %s (of the folder model of a run)",
            path,
            SummaryJson.NAME,
            ModelCodec.METADATA));
  }
}
