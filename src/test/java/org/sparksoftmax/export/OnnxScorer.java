package org.sparksoftmax.export;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Runs an exported file in onnxruntime. */
public final class OnnxScorer implements AutoCloseable {

  /** Rows that are dense at a time. */
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

  /** A list that the file's metadata holds. */
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
   * @param row makes the features of a row
   */
  public Scores score(int rows, IntFunction<float[]> row) throws OrtException {
    List<String> labels = new ArrayList<>();
    double[][] probabilities = new double[rows][];
    for (int from = 0; from < rows; from += BATCH) {
      float[][] batch = new float[Math.min(BATCH, rows - from)][];
      for (int i = 0; i < batch.length; i++) {
        batch[i] = row.apply(from + i);
      }
      try (OrtSession.Result result = run(batch)) {
        labels.addAll(labels(result.get("label").orElseThrow().getValue()));
        float[][] scores = (float[][]) result.get("probabilities").orElseThrow().getValue();
        for (int i = 0; i < batch.length; i++) {
          probabilities[from + i] = widened(scores[i]);
        }
      }
    }
    return new Scores(labels, probabilities);
  }

  private OrtSession.Result run(float[][] batch) throws OrtException {
    int columns = batch[0].length;
    FloatBuffer values = FloatBuffer.allocate(batch.length * columns);
    for (float[] row : batch) {
      values.put(row);
    }
    try (OnnxTensor features =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), values.flip(), new long[] {batch.length, columns})) {
      return session.run(Map.of("features", features));
    }
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
