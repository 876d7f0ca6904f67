package org.sparksoftmax.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.NewFile;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.train.checkpoint.CheckpointCodec.CorruptCheckpointException;

/**
 * Stores the checkpoints of an output directory, in its folder {@code checkpoints}. A state is
 * first written under a unique name. A small manifest with this name, the length and the checksum
 * then makes it a checkpoint. A checkpoint is therefore complete or absent, even on file systems
 * without atomic renames.
 */
public final class CheckpointStore {

  /** The file that the folder of a search of {@code tune} has, and that of a run has not. */
  public static final String SEARCH = "search.json";

  private static final String FOLDER = OutputDirectory.CHECKPOINTS;
  private static final String MANIFEST = "checkpoint-";
  private static final String STATE = "state-";
  private static final int BUFFER = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputDirectory output;
  private final FileSystem fileSystem;
  private final int keep;

  /** The manifest of a checkpoint. */
  private record Manifest(int iteration, String file, long bytes, int crc32c) {

    /** The canonical JSON text of this manifest. */
    String text() {
      return String.format(
          Locale.ROOT,
          "{\"iteration\":%d,\"file\":\"%s\",\"bytes\":%d,\"crc32c\":%d}\n",
          iteration,
          file,
          bytes,
          crc32c);
    }
  }

  /**
   * @param keep the number of checkpoints to keep, >= 1
   */
  CheckpointStore(OutputDirectory output, int keep) {
    this.output = output;
    this.fileSystem = output.fileSystem();
    this.keep = keep;
  }

  /** Whether a file of this name makes its folder that of a training run. */
  public static boolean isCheckpoint(String name) {
    return name.matches(MANIFEST + "[0-9]{8,10}[.]json");
  }

  /**
   * Checks that the directory does not have a search of {@code tune}.
   *
   * @throws OutputException if it has one
   */
  void requireNoSearch() {
    if (output.names(FOLDER).contains(SEARCH)) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot resume in %s: it has a search of tune; continue it with tune --resume, or start again with --overwrite",
              output.display()));
    }
  }

  /** The name of the checkpoint of an iteration, for messages. */
  String display(int iteration) {
    return output.display(FOLDER + "/" + manifestName(iteration));
  }

  /** Deletes every checkpoint, for a new run. */
  void clear() {
    try {
      fileSystem.delete(output.path(FOLDER), true);
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(FOLDER), cannot);
    }
  }

  /**
   * Adds a checkpoint, then deletes old ones.
   *
   * @param added called when the checkpoint is complete
   */
  void save(Checkpoint checkpoint, Runnable added) {
    int iteration = checkpoint.state().iteration();
    String token = UUID.randomUUID().toString().substring(0, 8);
    String name = STATE + String.format(Locale.ROOT, "%08d-%s.bin", iteration, token);
    Path state = output.path(FOLDER + "/" + name);
    try {
      Manifest manifest = writeState(checkpoint, name, state);
      publish(manifest, state);
      added.run();
      prune();
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(FOLDER + "/" + name), cannot);
    }
  }

  /** Writes the manifest; without it, the state is deleted. */
  private void publish(Manifest manifest, Path state) {
    String name = FOLDER + "/" + manifestName(manifest.iteration());
    try {
      output.write(name, manifest.text());
    } catch (OutputException failed) {
      try {
        if (!fileSystem.exists(output.path(name))) {
          fileSystem.delete(state, false);
        }
      } catch (IOException again) {
        failed.addSuppressed(again);
      }
      throw failed;
    }
  }

  private Manifest writeState(Checkpoint checkpoint, String name, Path state) throws IOException {
    try {
      int[] checksum = new int[1];
      NewFile.writeDurably(
          fileSystem.create(state, false),
          out -> checksum[0] = CheckpointCodec.write(checkpoint, out));
      long bytes = fileSystem.getFileStatus(state).getLen();
      return new Manifest(checkpoint.state().iteration(), name, bytes, checksum[0]);
    } catch (IOException | RuntimeException failed) {
      deleteAfter(failed, state);
      throw failed;
    }
  }

  /** Deletes an incomplete state; the next checkpoint retries on failure. */
  private void deleteAfter(Exception reason, Path state) {
    try {
      fileSystem.delete(state, false);
    } catch (IOException again) {
      reason.addSuppressed(again);
    }
  }

  /**
   * The newest intact checkpoint; empty if there are no checkpoints.
   *
   * @param warning the consumer of a message for each damaged checkpoint
   * @throws OutputException if all checkpoints are damaged
   */
  Optional<Checkpoint> newest(Consumer<String> warning) {
    List<Path> manifests = manifests();
    for (Path path : manifests) {
      try {
        return Optional.of(load(path));
      } catch (IOException damaged) {
        Optional<String> unreadable = FileFailure.of(damaged).map(FileFailure::reason);
        if (unreadable.isPresent() && path.equals(manifests.get(manifests.size() - 1))) {
          throw new OutputException(
              String.format(
                  Locale.ROOT,
                  "Cannot resume from %s: %s",
                  output.display(FOLDER),
                  unreadable.get()),
              damaged);
        }
        warning.accept(
            unreadable
                .map(why -> String.format(Locale.ROOT, "%s is unreadable: %s", path.getName(), why))
                .orElseGet(
                    () ->
                        String.format(
                            Locale.ROOT,
                            "%s is damaged: %s",
                            path.getName(),
                            damaged.getMessage())));
      }
    }
    if (!manifests.isEmpty()) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot resume from %s: all %d checkpoints are damaged; start again with --overwrite",
              output.display(FOLDER),
              manifests.size()));
    }
    return Optional.empty();
  }

  private Checkpoint load(Path path) throws IOException {
    Manifest manifest = manifest(path);
    Path state = output.path(FOLDER + "/" + manifest.file());
    long length = length(state, manifest.file());
    if (length != manifest.bytes()) {
      throw new CorruptCheckpointException(
          String.format(
              Locale.ROOT, "%s has %d bytes, not %d", manifest.file(), length, manifest.bytes()));
    }
    try (InputStream in = new BufferedInputStream(fileSystem.open(state), BUFFER)) {
      Checkpoint checkpoint = CheckpointCodec.read(in, length, manifest.crc32c());
      if (checkpoint.state().iteration() != manifest.iteration()) {
        throw new CorruptCheckpointException(manifest.file() + " is of another iteration");
      }
      return checkpoint;
    }
  }

  private long length(Path state, String name) throws IOException {
    try {
      return fileSystem.getFileStatus(state).getLen();
    } catch (FileNotFoundException missing) {
      throw new CorruptCheckpointException(name + " is missing");
    }
  }

  /** Reads a manifest and checks that it is unchanged. */
  private Manifest manifest(Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = fileSystem.open(path)) {
      bytes = in.readNBytes(BUFFER);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      JsonNode json = JSON.readTree(text);
      Manifest manifest =
          new Manifest(
              json.path("iteration").asInt(),
              json.path("file").asText(),
              json.path("bytes").asLong(),
              json.path("crc32c").asInt());
      boolean ours = manifest.file().matches(STATE + "[0-9]{8,10}-[0-9a-f]{8}[.]bin");
      if (ours
          && manifest.text().equals(text)
          && path.getName().equals(manifestName(manifest.iteration()))) {
        return manifest;
      }
    } catch (JsonProcessingException notJson) {
      throw new CorruptCheckpointException("its manifest is incomplete");
    }
    throw new CorruptCheckpointException("its manifest has been modified");
  }

  private static String manifestName(int iteration) {
    return MANIFEST + String.format(Locale.ROOT, "%08d.json", iteration);
  }

  /** All manifests, the newest first. */
  private List<Path> manifests() {
    return output.names(FOLDER).stream()
        .filter(CheckpointStore::isCheckpoint)
        .sorted(Comparator.reverseOrder())
        .map(name -> output.path(FOLDER + "/" + name))
        .toList();
  }

  /** Deletes old manifests, then every state without a manifest. */
  private void prune() throws IOException {
    List<Path> manifests = manifests();
    for (Path old : manifests.subList(Math.min(keep, manifests.size()), manifests.size())) {
      fileSystem.delete(old, false);
    }
    Set<String> named = new HashSet<>();
    for (Path kept : manifests.subList(0, Math.min(keep, manifests.size()))) {
      try {
        named.add(manifest(kept).file());
      } catch (CorruptCheckpointException damaged) {
        return; // its state is unknown
      }
    }
    for (FileStatus file : fileSystem.listStatus(output.path(FOLDER))) {
      String name = file.getPath().getName();
      if (name.startsWith(STATE) && !named.contains(name)) {
        fileSystem.delete(file.getPath(), false);
      }
    }
  }
}
