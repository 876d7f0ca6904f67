package org.sparksoftmax.model.export;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Runs an exported file in onnxruntime. */
public final class OnnxScorer implements AutoCloseable {

  /** The number of rows that are made dense at a time. */
  private static final int BATCH = 128;

  private final OrtSession session;

  public OnnxScorer(Path file) throws OrtException {
    session = OrtEnvironment.getEnvironment().createSession(file.toString());
  }

  /** Names, types and shapes of inputs or outputs. */
  List<String> inputs() throws OrtException {
    return shown(session.getInputInfo());
  }

  List<String> outputs() throws OrtException {
    return shown(session.getOutputInfo());
  }

  private static List<String> shown(Map<String, NodeInfo> values) {
    return values.values().stream().map(NodeInfo::toString).sorted().toList();
  }

  /** A list in the metadata of the file. */
  public List<String> texts(String key) throws OrtException, IOException {
    String json = session.getMetadata().getCustomMetadata().get(key);
    return List.of(new ObjectMapper().readValue(json, String[].class));
  }

  String producer() throws OrtException {
    return session.getMetadata().getProducerName();
  }

  String text(String key) throws OrtException {
    return session.getMetadata().getCustomMetadata().get(key);
  }

  /**
   * Scores {@code rows} rows.
   *
   * @param row returns the features of a row
   */
  public Scores score(int rows, IntFunction<float[]> row) throws OrtException {
    return batches(rows, (from, count) -> floats(count, i -> row.apply(from + i)));
  }

  /** Scores rows in float64, rounded to float32 if the file requires it. */
  public Scores scoreDoubles(double[][] rows) throws OrtException {
    return batches(
        rows.length,
        (from, count) ->
            takesDoubles()
                ? doubles(count, i -> rows[from + i])
                : floats(count, i -> narrowed(rows[from + i])));
  }

  /** Creates the tensor of a batch of rows. */
  private interface Batches {
    OnnxTensor tensor(int from, int count) throws OrtException;
  }

  private Scores batches(int rows, Batches batches) throws OrtException {
    List<String> labels = new ArrayList<>();
    double[][] probabilities = new double[rows][];
    for (int from = 0; from < rows; from += BATCH) {
      int count = Math.min(BATCH, rows - from);
      try (OnnxTensor features = batches.tensor(from, count);
          OrtSession.Result result = session.run(Map.of("features", features))) {
        labels.addAll(labels(result.get("label").orElseThrow().getValue()));
        float[][] scores = (float[][]) result.get("probabilities").orElseThrow().getValue();
        for (int i = 0; i < count; i++) {
          probabilities[from + i] = widened(scores[i]);
        }
      }
    }
    return new Scores(labels, probabilities);
  }

  /** Whether the file expects features in float64. */
  public boolean takesDoubles() throws OrtException {
    return session.getInputInfo().get("features").getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.DOUBLE;
  }

  private static OnnxTensor floats(int count, IntFunction<float[]> row) throws OrtException {
    int columns = row.apply(0).length;
    FloatBuffer values = FloatBuffer.allocate(count * columns);
    for (int i = 0; i < count; i++) {
      values.put(row.apply(i));
    }
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), values.flip(), new long[] {count, columns});
  }

  private static OnnxTensor doubles(int count, IntFunction<double[]> row) throws OrtException {
    int columns = row.apply(0).length;
    DoubleBuffer values = DoubleBuffer.allocate(count * columns);
    for (int i = 0; i < count; i++) {
      values.put(row.apply(i));
    }
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), values.flip(), new long[] {count, columns});
  }

  private static float[] narrowed(double[] row) {
    float[] floats = new float[row.length];
    for (int j = 0; j < floats.length; j++) {
      floats[j] = (float) row[j];
    }
    return floats;
  }

  private static List<String> labels(Object values) {
    return values instanceof long[] numbers
        ? Arrays.stream(numbers).mapToObj(Long::toString).toList()
        : List.of((String[]) values);
  }

  private static double[] widened(float[] values) {
    double[] doubles = new double[values.length];
    for (int k = 0; k < doubles.length; k++) {
      doubles[k] = values[k];
    }
    return doubles;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
