package org.sparksoftmax.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The stages with a model in a folder that Spark ML saved: those of a PipelineModel are in {@code
 * stages}, that of a CrossValidatorModel or TrainValidationSplitModel is {@code bestModel}, those
 * of a OneVsRestModel are {@code model_0} and so on. They may be nested.
 */
final class StageFolders {

  /** The deepest nesting that is searched. */
  private static final int MAX_DEPTH = 8;

  private static final int MAX_SHOWN = 5;

  private final FileSystem fileSystem;
  private final List<Path> found = new ArrayList<>();

  private StageFolders(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** The folders of the stages, in order; empty if there are none. */
  static List<Path> in(Path folder, FileSystem fileSystem) throws IOException {
    StageFolders stages = new StageFolders(fileSystem);
    stages.search(folder, 0);
    return stages.found;
  }

  /** What to add to the message that {@code folder} has no model; empty if nothing is known. */
  static String hint(Path folder, FileSystem fileSystem) throws IOException {
    List<Path> stages = in(folder, fileSystem);
    if (stages.isEmpty()) {
      return isSaved(folder, fileSystem)
          ? "; Spark ML saved it, without a model of spark-softmax among its stages"
          : "";
    }
    if (stages.size() == 1) {
      return "; it is a saved pipeline whose model is the stage " + stages.get(0);
    }
    return String.format(
        Locale.ROOT,
        "; it is saved with %,d stages of spark-softmax: name one of them, %s%s",
        stages.size(),
        stages.stream().limit(MAX_SHOWN).map(Path::toString).collect(Collectors.joining(", ")),
        stages.size() > MAX_SHOWN ? ", ..." : "");
  }

  private static boolean isSaved(Path folder, FileSystem fileSystem) throws IOException {
    return fileSystem.exists(new Path(folder, "metadata"));
  }

  private void search(Path folder, int depth) throws IOException {
    if (depth > MAX_DEPTH || !isSaved(folder, fileSystem)) {
      return;
    }
    if (ModelStore.find(folder.toString(), fileSystem).isPresent()) {
      found.add(folder);
      return;
    }
    for (String child : children(folder)) {
      if (child.equals("stages")) {
        Path stages = new Path(folder, child);
        for (String stage : children(stages)) {
          search(new Path(stages, stage), depth + 1);
        }
      } else if (child.equals("bestModel") || child.matches("model_[0-9]+")) {
        search(new Path(folder, child), depth + 1);
      }
    }
  }

  private List<String> children(Path folder) throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .sorted()
          .toList();
    } catch (FileNotFoundException removed) {
      return List.of();
    }
  }
}
