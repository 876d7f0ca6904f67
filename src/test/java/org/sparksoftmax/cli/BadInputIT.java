package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;

/** Each invalid input gives a one-line error and its exit code, and produces no results. */
class BadInputIT {

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private InProcess.Outcome train(Path data, String... sets) {
    List<String> arguments = new ArrayList<>(List.of("train", "--output"));
    arguments.add(folder.resolve("out").toString());
    arguments.addAll(List.of("--set", "data.path=" + data));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private void assertFails(InProcess.Outcome outcome, int code, String line) {
    assertThat(outcome.err().lines().toList()).containsExactly(line);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
    assertThat(folder.resolve("out/model")).doesNotExist();
  }

  @Test
  void missingFile() {
    Path missing = folder.resolve("missing.csv");
    assertFails(
        train(missing),
        3,
        String.format(
            Locale.ROOT,
            "Cannot find data.path = %s: no file matches (relative paths are taken from the working directory)",
            missing));
    assertFails(
        train(folder.resolve("missing.parquet"), "data.format=parquet"),
        3,
        String.format(
            Locale.ROOT,
            "Cannot find data.path = %s: no file matches (relative paths are taken from the working directory)",
            folder.resolve("missing.parquet")));
  }

  @Test
  void emptyFile() throws IOException {
    Path empty = file("empty.csv", "");
    assertFails(
        train(empty),
        3,
        String.format(Locale.ROOT, "Empty file: %s (data.path): delete it or leave it out", empty));
  }

  @Test
  void zeroRows() throws IOException {
    Path header = file("header.csv", "x,label\n");
    assertFails(
        train(header),
        3,
        String.format(Locale.ROOT, "Cannot train on zero rows: data.path = %s has no row", header));
  }

  @Test
  void oneClassOnly() throws IOException {
    Path single = file("single.csv", "x,label\n1,a\n");
    assertFails(
        train(single),
        3,
        String.format(
            Locale.ROOT,
            "Cannot train on 1 class: the only row of data.path = %s has the label 'a' (at least 2 classes needed)",
            single));
    Path one = file("one.csv", "x,label\n1,a\n2,a\n");
    assertFails(
        train(one),
        3,
        String.format(
            Locale.ROOT,
            "Cannot train on 1 class: all 2 rows of data.path = %s have the label 'a' (at least 2 classes needed)",
            one));
  }

  @Test
  void badCell() throws IOException {
    Path bad = file("bad.csv", "x,label\n1,a\noops,b\n");
    assertFails(
        train(bad),
        3,
        bad
            + ":3: column 'x' holds 'oops', which is not a number: list the column in data.categorical-columns to one-hot encode it, in data.datetime-columns if it is a date, or in data.exclude-columns");
  }

  @Test
  void valueBeyondTheStorage() throws IOException {
    Path wide = file("wide.csv", "x,label\n1e39,a\n2,b\n");
    assertFails(
        train(wide, "data.storage=f32"),
        3,
        wide
            + ":2: value 1.0E39 is beyond the range of float32 (3.4028235E38): use data.storage = auto");
    Path fraction = file("fraction.csv", "x,label\n3,a\n2.5,b\n");
    assertFails(
        train(fraction, "data.storage=u8"),
        3,
        fraction
            + ":3: value 2.5 is not an integer 0..255 (data.storage = u8): use data.storage = auto");
  }

  @Test
  void weightsThatAreAllZero() throws IOException {
    Path zero = file("zero.csv", "x,w,label\n1,0,a\n2,0,b\n");
    assertFails(
        train(zero, "data.weight-column=w"),
        3,
        String.format(
            Locale.ROOT,
            "Cannot train on rows of weight 0: every row of data.path = %s has the weight 0 (data.weight-column)",
            zero));
  }

  @Test
  void unknownKeyAndWrongType() throws IOException {
    Path good = file("good.csv", "x,label\n1,a\n2,b\n");
    assertFails(
        train(good, "optimizer.tolerence=1"),
        2,
        "Unknown key optimizer.tolerence (--set): did you mean optimizer.tolerance?");
    assertFails(
        train(good, "optimizer.max-iterations=many"),
        2,
        "Invalid optimizer.max-iterations = many (--set): must be a whole number");
  }

  @Test
  void wrongUsage() {
    InProcess.Outcome outcome = InProcess.run("train", "--ouput", "x");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines().toList())
        .containsExactly("Unknown option: '--ouput': see 'submit/softmax train --help'");
    assertThat(InProcess.run().code()).isEqualTo(2);
    InProcess.Outcome format =
        InProcess.run(
            "predict", "--model", "m", "--output", "o", "--format", "xml", "--set", "data.path=x");
    assertThat(format.code()).isEqualTo(2);
    assertThat(format.err().strip())
        .isEqualTo("Invalid --format xml (must be parquet, csv or json)");
  }

  @Test
  void outputThatIsNotEmptyOrNotWritable() throws IOException {
    Path good = file("good.csv", "x,label\n1,a\n2,b\n");
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("notes.txt"), "mine");
    assertFails(
        train(good),
        5,
        String.format(
            Locale.ROOT,
            "Cannot write to --output %s: it is not empty (notes.txt ...); name another directory or add --overwrite",
            out));
    Files.delete(out.resolve("notes.txt"));
    Files.delete(out);
    Files.writeString(out, "a file");
    InProcess.Outcome file = train(good);
    assertThat(file.code()).isEqualTo(5);
    assertThat(file.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT, "Cannot write to --output %s: it is a file, not a directory", out));
    Files.delete(out);
    InProcess.Outcome below =
        InProcess.run(
            "train", "--set", "data.path=" + good, "--output", good.resolve("below").toString());
    assertThat(below.code()).isEqualTo(5);
    assertThat(below.err().lines()).hasSize(1);
    assertThat(below.err()).startsWith("Cannot write to ");
  }

  @Test
  void modelThatIsMissingOrDamaged() throws IOException {
    InProcess.Outcome missing = InProcess.run("describe", "--model", folder.toString());
    assertThat(missing.code()).isEqualTo(3);
    assertThat(missing.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Cannot find a model in --model %s: it has no metadata.json and weights.bin",
                folder));
    Files.writeString(folder.resolve("metadata.json"), "{ \"formatVersion\" : 99 }");
    Files.writeString(folder.resolve("weights.bin"), "");
    InProcess.Outcome other = InProcess.run("describe", "--model", folder.toString());
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Cannot read the model in --model %s: weights.bin has 0 bytes (at least 24)",
                folder));
  }

  @Test
  void aNetworkIsNotExportedToMllib() throws IOException {
    SoftmaxModel network =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            FeatureSchema.unnamed(2),
            false,
            HiddenLayers.of(Activation.TANH, 3),
            new double[12]);
    for (Map.Entry<String, byte[]> file : ModelCodec.encode(network).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Path output = folder.resolve("exports/mllib");
    InProcess.Outcome outcome =
        InProcess.run(
            "export",
            "--model",
            folder.toString(),
            "--format",
            "mllib",
            "--output",
            output.toString());
    assertFails(
        outcome,
        2,
        "Cannot export the model to mllib: it is a network (hidden layers: 3 tanh), and MLlib's LogisticRegressionModel is linear; predict writes the probabilities of a network");
    assertThat(output.getParent()).doesNotExist();
  }

  @Test
  void aStepThatIsTooLargeEndsAsDivergedWithTheLastGoodModel() throws IOException {
    Path good = file("good.csv", "x,label\n1,a\n2,b\n-300,a\n");
    InProcess.Outcome outcome =
        train(
            good,
            "optimizer.type=gradient-descent",
            "optimizer.step-size.schedule=constant",
            "optimizer.step-size.initial=1e300",
            "regularization.strength=1");
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err()).startsWith("Training failed: DIVERGED after ").hasLineCount(1);
    assertThat(folder.resolve("out/summary.json")).content().contains("\"DIVERGED\"");
    assertThat(folder.resolve("out/model/weights.bin")).exists();
  }
}
