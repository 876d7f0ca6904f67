package org.sparksoftmax.run.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.output.NewFile;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;

/**
 * Writes the directory {@code rejected}, with a file such as {@code train.jsonl} for each input
 * that has bad rows. Each line is a JSON object. The directory is hidden until it is published.
 */
public final class RejectedFiles implements Quarantine {

  /** The name of the folder in the output. */
  public static final String NAME = "rejected";

  private final OutputDirectory output;
  private final Path temporary;
  private boolean any;

  public RejectedFiles(OutputDirectory output) {
    this.output = output;
    this.temporary = output.hidden(NAME);
  }

  /** The file of the bad rows of an input, relative to the output directory. */
  public static String fileOf(String input) {
    return NAME + "/" + input + ".jsonl";
  }

  @Override
  public void take(String input, Iterator<String> rows) {
    try {
      Path file = new Path(temporary, input + ".jsonl");
      NewFile.write(
          output.fileSystem().create(file, false),
          out -> {
            while (rows.hasNext()) {
              out.write(rows.next().getBytes(StandardCharsets.UTF_8));
              out.write('\n');
            }
          });
      any = true;
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(fileOf(input)), cannot);
    }
  }

  /** Publishes the directory or, without bad rows, removes that of an earlier run. */
  public void publish() {
    try {
      if (any) {
        output.publish(temporary, NAME);
      } else {
        output.fileSystem().delete(output.path(NAME), true);
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(NAME), cannot);
    }
  }
}
