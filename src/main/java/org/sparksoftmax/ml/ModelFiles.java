package org.sparksoftmax.ml;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.Identifiable$;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.train.ModelStore;
import scala.Option;

/**
 * The files of a saved stage, or of the model of a run. Reads them without a Spark job, because a
 * query that uses the model is being analysed.
 *
 * @param path the directory of the stage, the output of {@code softmax train}, or its folder {@code
 *     model}
 */
public record ModelFiles(String path, Configuration hadoop) {

  private static final int MAX_PARAMS_BYTES = 1 << 24;

  /**
   * A checksum of everything that predictions depend on: SHA-256 of the description of the model,
   * which contains the checksum of its parameters, and of the parameters of the stage.
   *
   * @throws IllegalArgumentException if there is no model
   */
  public String checksum() {
    boolean isRun = SavedRun.is(path, hadoop);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      FileSystem fileSystem = new Path(path).getFileSystem(hadoop);
      Path model =
          ModelStore.find(path, fileSystem)
              .orElseThrow(() -> new FileNotFoundException("it has no " + ModelCodec.METADATA));
      Path description = new Path(model, ModelCodec.METADATA);
      digest.update(bytes(fileSystem, description, ModelCodec.MAX_METADATA_BYTES));
      if (!isRun) {
        digest.update(params(fileSystem).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException cannot) {
      throw unreadable(FileFailure.reason(cannot), cannot);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  /**
   * The model as a stage, without its training summary.
   *
   * @throws IllegalArgumentException if there is no model, or it is damaged
   */
  public SoftmaxClassificationModel load() {
    boolean isRun = SavedRun.is(path, hadoop);
    SoftmaxModel model = ParamNames.inTermsOfParams(() -> ModelStore.load(path, path, hadoop));
    if (isRun) {
      return new SoftmaxClassificationModel(Identifiable$.MODULE$.randomUID("softmax"), model);
    }
    DefaultParamsReader.Metadata params = parsed();
    SoftmaxClassificationModel stage = new SoftmaxClassificationModel(params.uid(), model);
    params.getAndSetParams(stage, Option.empty());
    return stage;
  }

  private DefaultParamsReader.Metadata parsed() {
    try {
      return DefaultParamsReader$.MODULE$.parseMetadata(
          params(new Path(path).getFileSystem(hadoop)), SoftmaxClassificationModel.class.getName());
    } catch (IOException | RuntimeException bad) { // of the parser, if they are damaged
      throw unreadable(bad.getMessage(), bad);
    }
  }

  /** The parameters of a stage, which are the first line of a text file that Spark wrote. */
  private String params(FileSystem fileSystem) throws IOException {
    FileStatus[] parts =
        fileSystem.listStatus(
            new Path(path, "metadata"), file -> file.getName().startsWith("part-"));
    Arrays.sort(parts);
    List<String> lines = new ArrayList<>();
    for (FileStatus part : parts) {
      String text =
          new String(bytes(fileSystem, part.getPath(), MAX_PARAMS_BYTES), StandardCharsets.UTF_8);
      text.lines().forEach(lines::add);
    }
    if (lines.isEmpty()) {
      throw new FileNotFoundException("its metadata is empty");
    }
    return lines.get(0);
  }

  private static byte[] bytes(FileSystem fileSystem, Path file, int most) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return in.readNBytes(most);
    }
  }

  private IllegalArgumentException unreadable(String reason, Exception cause) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "Cannot read the model in %s: %s", path, reason), cause);
  }
}
