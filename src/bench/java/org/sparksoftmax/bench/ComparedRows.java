package org.sparksoftmax.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * The training rows of a data set in files that every side reads: {@code rows.json} (shape and
 * strength), labels (int32), and values (float64, times {@code data.feature-multiplier}), dense
 * row-major or as the three arrays of CSR (pointers and columns int32). All little-endian.
 *
 * @param strength λ of the objective
 */
record ComparedRows(
    Path folder, int rows, int features, int classes, boolean sparse, double strength) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 512;

  /** Writes the rows unless they are there. */
  static ComparedRows of(ComparedSet set) throws IOException {
    Path meta = set.folder().resolve("rows.json");
    if (!Files.exists(meta)) {
      Files.createDirectories(set.folder());
      TrainingConfig config = set.read();
      try (SparkSession spark = Sets.session();
          TrainingData data = TrainingData.load(config.data(), spark)) {
        boolean sparse = write(set.folder(), "train", data.train(), data, config);
        if (data.test().isPresent()) {
          write(set.folder(), "test", data.test().orElseThrow(), data, config);
        }
        long rows = data.train().rows();
        ObjectNode node = JSON.createObjectNode();
        node.put("rows", rows).put("features", data.schema().features());
        node.put("classes", data.classes().size()).put("sparse", sparse);
        node.put("strength", config.regularization().strength().orElse(1.0 / rows));
        Files.writeString(meta, node.toString());
      }
    }
    JsonNode node = JSON.readTree(meta.toFile());
    return new ComparedRows(
        set.folder(),
        node.get("rows").asInt(),
        node.get("features").asInt(),
        node.get("classes").asInt(),
        node.get("sparse").asBoolean(),
        node.get("strength").asDouble());
  }

  private static boolean write(
      Path folder, String part, DataSet set, TrainingData data, TrainingConfig config)
      throws IOException {
    double multiplier = config.data().featureMultiplier();
    boolean sparse = false;
    try (DataOutputStream labels = open(folder, part + "-labels.i4");
        DataOutputStream values = open(folder, part + "-values.f8");
        DataOutputStream columns = open(folder, part + "-columns.i4");
        DataOutputStream pointers = open(folder, part + "-pointers.i4")) {
      int pointer = 0;
      writeInt(pointers, 0);
      double[] row = new double[data.schema().features()];
      Iterator<ExampleBlock> blocks = set.blocks().toLocalIterator();
      while (blocks.hasNext()) {
        ExampleBlock block = blocks.next();
        sparse = block.features() instanceof CsrBlock;
        for (int i = 0; i < block.rows(); i++) {
          writeInt(labels, block.label(i));
          if (block.features() instanceof CsrBlock csr) {
            for (int e = csr.rowPointer(i); e < csr.rowPointer(i + 1); e++) {
              writeInt(columns, csr.columns()[e]);
              writeDouble(values, multiplier * csr.values().get(e));
              pointer = Math.incrementExact(pointer);
            }
            writeInt(pointers, pointer);
          } else {
            block.features().rowInto(i, row);
            for (int j = 0; j < row.length; j++) {
              writeDouble(values, multiplier * (row[j] + data.profile().units().centre(j)));
            }
          }
        }
      }
    }
    return sparse;
  }

  private static DataOutputStream open(Path folder, String name) throws IOException {
    OutputStream file = Files.newOutputStream(folder.resolve(name));
    return new DataOutputStream(new BufferedOutputStream(file, 1 << 16));
  }

  private static void writeInt(DataOutputStream out, int value) throws IOException {
    out.writeInt(Integer.reverseBytes(value));
  }

  private static void writeDouble(DataOutputStream out, double value) throws IOException {
    out.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
  }

  /** N x D and K, as the table shows them. */
  String shape() {
    return rows + " x " + features + (sparse ? " sparse, " : ", ") + classes + " classes";
  }

  /** θ in the file of a peer: W (K×D, row-major), then the K intercepts. */
  double[] parameters(Path file) throws IOException {
    double[] theta = new double[classes * features + classes];
    doubles(file).get(theta);
    return theta;
  }

  /**
   * mean loss + λ/2 ‖W‖² in float64, by the textbook: no kernel of the product and nothing of a
   * peer is used.
   *
   * @param theta W (K×D, row-major), then the K intercepts
   */
  double objective(double[] theta) throws IOException {
    double[] weights = new double[features * classes]; // D×K
    double squares = 0;
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < features; j++) {
        double w = theta[k * features + j];
        weights[j * classes + k] = w;
        squares += w * w;
      }
    }
    DoubleBuffer values = doubles(folder.resolve("train-values.f8"));
    IntBuffer columns = ints("train-columns.i4");
    IntBuffer pointers = ints("train-pointers.i4");
    IntBuffer labels = ints("train-labels.i4");
    double loss =
        IntStream.range(0, (rows + CHUNK - 1) / CHUNK)
            .parallel()
            .mapToDouble(
                chunk -> {
                  double sum = 0;
                  double[] z = new double[classes];
                  for (int i = chunk * CHUNK; i < Math.min(rows, (chunk + 1) * CHUNK); i++) {
                    System.arraycopy(theta, classes * features, z, 0, classes);
                    int from = sparse ? pointers.get(i) : i * features;
                    int to = sparse ? pointers.get(i + 1) : (i + 1) * features;
                    for (int e = from; e < to; e++) {
                      add(values.get(e), weights, sparse ? columns.get(e) : e - from, z);
                    }
                    sum += loss(z, labels.get(i));
                  }
                  return sum;
                })
            .sum();
    return loss / rows + strength / 2 * squares;
  }

  private static void add(double x, double[] weights, int j, double[] z) {
    if (x != 0) {
      for (int k = 0; k < z.length; k++) {
        z[k] += x * weights[j * z.length + k];
      }
    }
  }

  private static double loss(double[] z, int label) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : z) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (double logit : z) {
      sum += Math.exp(logit - max);
    }
    return Math.log(sum) + max - z[label];
  }

  private IntBuffer ints(String name) throws IOException {
    return map(folder.resolve(name)).asIntBuffer();
  }

  private static DoubleBuffer doubles(Path file) throws IOException {
    return map(file).asDoubleBuffer();
  }

  private static ByteBuffer map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
