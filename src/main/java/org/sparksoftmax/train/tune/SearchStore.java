package org.sparksoftmax.train.tune;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.train.checkpoint.CheckpointStore;
import org.sparksoftmax.train.checkpoint.ResumeRules;
import org.sparksoftmax.train.checkpoint.RunIdentity;

/**
 * Keeps the results of the runs of a search that have ended, in the folder {@code checkpoints} of
 * an output directory, so that the search can be resumed. One file has the configuration and the
 * data of the search; each other file has the runs that ended between two passes. Models are not
 * kept: a run that is needed again is repeated, with the same bits.
 */
public final class SearchStore {

  private static final String FOLDER = OutputDirectory.CHECKPOINTS;
  private static final String SEARCH = FOLDER + "/" + CheckpointStore.SEARCH;
  private static final String RUNS = "runs-";
  private static final int MAX_BYTES = 1 << 28;
  private static final String CHECKSUM = "crc32c";
  private static final String CONTENT = "content";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final OutputDirectory output;
  private final String config;
  private final Optional<Search> resumed;
  private final SortedMap<Integer, Tuner.Run> runs = new TreeMap<>();
  private int passes;
  private boolean saved;

  /**
   * What a search must share with the one that it resumes.
   *
   * @param validation the fingerprint of the validation rows; empty if there are none
   */
  record Search(RunIdentity identity, String validation) {}

  /**
   * Runs that ended between two passes.
   *
   * @param passes the number of passes of the search so far
   * @param runs by number
   */
  record Part(int passes, SortedMap<Integer, Tuner.Run> runs) {}

  private SearchStore(OutputDirectory output, String config, Optional<Search> resumed) {
    this.output = output;
    this.config = config;
    this.resumed = resumed;
  }

  /**
   * Prepares a new search.
   *
   * @param config the resolved configuration with the grid, as JSON
   */
  public static SearchStore begin(OutputDirectory output, String config) {
    return new SearchStore(output, config, Optional.empty());
  }

  /**
   * Prepares a search that continues the one in {@code output}, or starts anew if there is none.
   *
   * @param config the resolved configuration with the grid, as JSON
   * @param notice the consumer of messages about the starting point and damaged files
   * @throws OutputException if the search is damaged, if the configuration differs, or if the
   *     directory has a training run
   */
  public static SearchStore resume(OutputDirectory output, String config, Consumer<String> notice) {
    List<String> names = output.names(FOLDER);
    if (!names.contains(CheckpointStore.SEARCH)) {
      if (names.stream().anyMatch(CheckpointStore::isCheckpoint)) {
        throw new OutputException(
            String.format(
                Locale.ROOT,
                "Cannot resume in %s: it has a run of train; continue it with train --resume, or start again with --overwrite",
                output.display()));
      }
      notice.accept(String.format(Locale.ROOT, "no search in %s: starting anew", output.display()));
      return begin(output, config);
    }
    Search search = search(output);
    ResumeRules.requireSameSearch(output.display(SEARCH), search.identity().config(), config);
    SearchStore store = new SearchStore(output, config, Optional.of(search));
    names.stream()
        .filter(name -> name.matches(RUNS + "[0-9]{8,10}[.]json"))
        .forEach(name -> store.load(name, notice));
    store.saved = true;
    notice.accept(
        String.format(
            Locale.ROOT,
            "resuming from %s: %,d of the runs had ended",
            output.display(FOLDER),
            store.runs.size()));
    return store;
  }

  /** The versions of tables that the search to resume began with; none for a new search. */
  public TableVersions tables() {
    return resumed.map(search -> search.identity().tables()).orElse(TableVersions.NONE);
  }

  /** The folder of the results, for messages; empty if there are none yet. */
  public Optional<String> lastSaved() {
    return saved ? Optional.of(output.display(FOLDER)) : Optional.empty();
  }

  /** The runs that ended before the search was stopped, by number. */
  SortedMap<Integer, Tuner.Run> runs() {
    return new TreeMap<>(runs);
  }

  /** The number of passes before the search was stopped. */
  int passes() {
    return passes;
  }

  /**
   * Starts keeping the results of a search on {@code data}.
   *
   * @throws OutputException if the search to resume had other data
   */
  void during(TrainingData data) {
    Search present = new Search(identity(data), validation(data));
    if (resumed.isPresent()) {
      String name = output.display(SEARCH);
      ResumeRules.requireSameData(name, resumed.get().identity(), present.identity());
      if (!resumed.get().validation().equals(present.validation())) {
        throw new OutputException(
            String.format(
                Locale.ROOT,
                "Cannot resume from %s: the validation rows have changed; restore the data, or start again with --overwrite",
                name));
      }
      return;
    }
    output.remove(FOLDER);
    write(SEARCH, present);
    saved = true;
  }

  private RunIdentity identity(TrainingData data) {
    return new RunIdentity(
        config,
        data.train().fingerprint(),
        data.train().rows(),
        data.schema().features(),
        data.classes().size(),
        TableVersions.of(data.sets()));
  }

  private static String validation(TrainingData data) {
    return data.validation().map(DataSet::fingerprint).orElse("");
  }

  /**
   * Keeps runs that have ended.
   *
   * @param ended at least one run, none of which was kept before
   * @param passesSoFar the number of passes of this and the earlier parts of the search
   */
  void save(SortedMap<Integer, Tuner.Run> ended, int passesSoFar) {
    String name = String.format(Locale.ROOT, "%s/%s%08d.json", FOLDER, RUNS, ended.firstKey());
    write(name, new Part(passesSoFar, ended));
  }

  private void write(String name, Object content) {
    ObjectNode file = JSON.createObjectNode();
    JsonNode tree = JSON.valueToTree(content);
    file.put(CHECKSUM, checksum(tree));
    file.set(CONTENT, tree);
    output.write(name, file + "\n");
  }

  private static long checksum(JsonNode content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content.toString().getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }

  private static Search search(OutputDirectory output) {
    try {
      return read(output, SEARCH, Search.class);
    } catch (IOException damaged) {
      requireReadable(output, SEARCH, damaged);
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot resume from %s: it is damaged: %s; start again with --overwrite",
              output.display(SEARCH),
              damaged.getMessage()),
          damaged);
    }
  }

  /** Rejects a file that may be whole, but which the file system does not give. */
  private static void requireReadable(OutputDirectory output, String name, IOException thrown) {
    FileFailure.of(thrown)
        .ifPresent(
            failure -> {
              throw new OutputException(
                  String.format(
                      Locale.ROOT, "Cannot read %s: %s", output.display(name), failure.reason()),
                  thrown);
            });
  }

  /** Loads runs; those of a damaged file start again. */
  private void load(String name, Consumer<String> notice) {
    try {
      Part part = read(output, FOLDER + "/" + name, Part.class);
      runs.putAll(part.runs());
      passes = Math.max(passes, part.passes());
    } catch (IOException damaged) {
      requireReadable(output, FOLDER + "/" + name, damaged);
      notice.accept(
          String.format(
              Locale.ROOT, "%s is damaged: %s; its runs start again", name, damaged.getMessage()));
    }
  }

  private static <T> T read(OutputDirectory output, String name, Class<T> type) throws IOException {
    byte[] bytes;
    try (InputStream in = output.fileSystem().open(output.path(name))) {
      bytes = in.readNBytes(MAX_BYTES);
    }
    try {
      JsonNode file = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      JsonNode content = file.path(CONTENT);
      if (file.path(CHECKSUM).asLong(-1) != checksum(content)) {
        throw new IOException("its checksum does not match");
      }
      return JSON.treeToValue(content, type);
    } catch (JsonProcessingException notJson) {
      throw new IOException(notJson.getOriginalMessage(), notJson);
    }
  }
}
