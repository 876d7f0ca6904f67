package org.sparksoftmax.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.Replacement;

/** Reads and writes models on any Hadoop file system. */
public final class ModelStore {

  /** The name of the model folder. */
  public static final String NAME = "model";

  private ModelStore() {}

  /** Writes {@code model/} to {@code output}, replacing any previous model. */
  public static void save(SoftmaxModel model, OutputDirectory output) {
    output.writeDirectory(NAME, ModelCodec.encode(model));
  }

  /**
   * Loads a model.
   *
   * @param path the model's directory, or the output directory of its run
   * @throws DataException if the model is missing or damaged
   */
  public static SoftmaxModel load(String path, Configuration hadoop) {
    return load(path, "--model " + path, hadoop);
  }

  /**
   * Loads a model that messages refer to as {@code name}.
   *
   * @throws DataException if the model is missing or damaged
   */
  public static SoftmaxModel load(String path, String name, Configuration hadoop) {
    try {
      FileSystem fileSystem = new Path(path).getFileSystem(hadoop);
      Path directory = find(path, fileSystem).orElse(new Path(path));
      return ModelCodec.decode(
          bytes(
              fileSystem, new Path(directory, ModelCodec.METADATA), ModelCodec.MAX_METADATA_BYTES),
          bytes(fileSystem, new Path(directory, ModelCodec.WEIGHTS), ModelCodec.MAX_WEIGHTS_BYTES));
    } catch (FileNotFoundException missing) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot find a model in %s: it has no %s and %s",
              name,
              ModelCodec.METADATA,
              ModelCodec.WEIGHTS),
          missing);
    } catch (IOException | IllegalArgumentException | ModelCodec.CorruptModelException bad) {
      throw new DataException(
          String.format(Locale.ROOT, "Cannot read the model in %s: %s", name, bad.getMessage()),
          bad);
    }
  }

  /** Finds the model in {@code path} or in its folder {@code model}. */
  public static Optional<Path> find(String path, FileSystem fileSystem) throws IOException {
    Path directory = new Path(path);
    Path inRun = new Path(directory, NAME);
    // During a replacement, and after an interrupted one, the previous model has another name.
    for (Path candidate : List.of(inRun, directory, Replacement.aside(inRun))) {
      if (fileSystem.exists(new Path(candidate, ModelCodec.METADATA))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static byte[] bytes(FileSystem fileSystem, Path file, int most) throws IOException {
    long length = fileSystem.getFileStatus(file).getLen();
    if (length > most) {
      throw new IOException(
          String.format(Locale.ROOT, "%s has %d bytes (at most %d)", file.getName(), length, most));
    }
    try (InputStream in = fileSystem.open(file)) {
      return in.readNBytes((int) length);
    }
  }
}
