package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxModelMetadata;
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
import java.util.HashMap;
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

  /**
   * Scores rows that are given by the names of inputs: numbers, arrays of numbers, texts. A cell
   * that is absent is NaN or the empty text.
   */
  public Scores scoreRows(List<? extends Map<String, ?>> rows) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      tensors.put(
          input.getKey(),
          tensor((TensorInfo) input.getValue().getInfo(), cells(rows, input.getKey())));
    }
    try (OrtSession.Result result = session.run(tensors)) {
      return scores(result);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static List<Object> cells(List<? extends Map<String, ?>> rows, String input) {
    List<Object> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(row.get(input)));
    return cells;
  }

  private static OnnxTensor tensor(TensorInfo info, List<Object> cells) throws OrtException {
    OrtEnvironment onnx = OrtEnvironment.getEnvironment();
    if (info.type == OnnxJavaType.STRING) {
      String[] texts =
          cells.stream().map(cell -> cell == null ? "" : cell.toString()).toArray(String[]::new);
      return OnnxTensor.createTensor(onnx, texts, new long[] {texts.length, 1});
    }
    int width = (int) info.getShape()[1];
    double[][] numbers =
        cells.stream()
            .map(
                cell ->
                    cell instanceof double[] vector
                        ? vector
                        : new double[] {cell == null ? Double.NaN : ((Number) cell).doubleValue()})
            .toArray(double[][]::new);
    assertThat(List.of(numbers)).allMatch(row -> row.length == width);
    return info.type == OnnxJavaType.DOUBLE
        ? doubles(numbers.length, i -> numbers[i])
        : floats(numbers.length, i -> narrowed(numbers[i]));
  }

  private Scores scores(OrtSession.Result result) throws OrtException {
    List<String> names = List.copyOf(session.getOutputNames()); // label, probabilities
    Object values = result.get(names.get(1)).orElseThrow().getValue();
    double[][] probabilities =
        values instanceof double[][] exact
            ? exact
            : Arrays.stream((float[][]) values).map(OnnxScorer::widened).toArray(double[][]::new);
    return new Scores(labels(result.get(names.get(0)).orElseThrow().getValue()), probabilities);
  }

  OnnxModelMetadata metadata() throws OrtException {
    return session.getMetadata();
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
        Scores scores = scores(result);
        labels.addAll(scores.labels());
        System.arraycopy(scores.probabilities(), 0, probabilities, from, count);
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
