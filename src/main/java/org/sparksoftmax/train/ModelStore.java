package org.sparksoftmax.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.FileSystems;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.Replacement;

/** Reads and writes models on any Hadoop file system. */
public final class ModelStore {

  /** The name of the model folder. */
  public static final String NAME = "model";

  private ModelStore() {}

  /** Writes {@code model/} to {@code output}, replacing any previous model. */
  public static void save(SoftmaxModel model, OutputDirectory output) {
    Map<String, byte[]> files = ModelCodec.encode(model);
    if (!output.isObjectStore()) {
      output.writeDirectory(NAME, files);
      return;
    }
    // Without atomic renames, metadata.json makes the model visible: the name of its weights
    // follows from its content.
    byte[] metadata = files.get(ModelCodec.METADATA);
    Map<String, byte[]> objects = new LinkedHashMap<>();
    objects.put(
        ModelCodec.objectOfWeights(metadata).orElse(ModelCodec.WEIGHTS),
        files.get(ModelCodec.WEIGHTS));
    objects.put(ModelCodec.METADATA, metadata);
    output.writeDirectory(NAME, objects);
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
    Path given = FileSystems.path(path, name);
    try {
      FileSystem fileSystem = FileSystems.of(given, name, hadoop);
      return read(fileSystem, find(path, fileSystem).orElse(given));
    } catch (FileNotFoundException missing) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot find a model in %s: it has no %s and %s%s",
              name,
              ModelCodec.METADATA,
              ModelCodec.WEIGHTS,
              hint(path, name, hadoop)),
          missing);
    } catch (IOException | IllegalArgumentException | ModelCodec.CorruptModelException bad) {
      throw unreadable(name, bad);
    }
  }

  /** Reads a model; reads it again if another one replaces it meanwhile. */
  private static SoftmaxModel read(FileSystem fileSystem, Path directory) throws IOException {
    byte[] metadata = metadata(fileSystem, directory);
    while (true) {
      try {
        return ModelCodec.decode(
            metadata,
            bytes(
                fileSystem,
                weights(fileSystem, directory, metadata),
                ModelCodec.MAX_WEIGHTS_BYTES));
      } catch (FileNotFoundException missing) {
        byte[] now = metadata(fileSystem, directory);
        if (Arrays.equals(now, metadata)) {
          throw missing;
        }
        metadata = now;
      }
    }
  }

  private static byte[] metadata(FileSystem fileSystem, Path directory) throws IOException {
    return bytes(
        fileSystem, new Path(directory, ModelCodec.METADATA), ModelCodec.MAX_METADATA_BYTES);
  }

  /** The file of the weights, which has another name if an object store has or had the model. */
  private static Path weights(FileSystem fileSystem, Path directory, byte[] metadata)
      throws IOException {
    Optional<Path> object =
        ModelCodec.objectOfWeights(metadata).map(name -> new Path(directory, name));
    return object.isPresent() && fileSystem.exists(object.get())
        ? object.get()
        : new Path(directory, ModelCodec.WEIGHTS);
  }

  private static String hint(String path, String name, Configuration hadoop) {
    try {
      return StageFolders.hint(new Path(path), new Path(path).getFileSystem(hadoop));
    } catch (IOException bad) {
      throw unreadable(name, bad);
    }
  }

  /**
   * Finds the stage with the model in the folder of a saved pipeline, or of a saved
   * cross-validation.
   *
   * @return the folder of the stage; empty if {@code path} has a model itself, or if there is not
   *     exactly one such stage
   * @throws DataException if the folder cannot be read
   */
  public static Optional<String> onlyStage(String path, Configuration hadoop) {
    Path given = FileSystems.path(path, "--model " + path);
    try {
      FileSystem fileSystem = FileSystems.of(given, "--model " + path, hadoop);
      if (find(path, fileSystem).isPresent()) {
        return Optional.empty();
      }
      List<Path> stages = StageFolders.in(given, fileSystem);
      return stages.size() == 1 ? Optional.of(stages.get(0).toString()) : Optional.empty();
    } catch (IOException | IllegalArgumentException bad) {
      throw unreadable("--model " + path, bad);
    }
  }

  private static DataException unreadable(String name, Exception cause) {
    return new DataException(
        String.format(
            Locale.ROOT, "Cannot read the model in %s: %s", name, FileFailure.reason(cause)),
        cause);
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
