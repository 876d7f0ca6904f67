package org.sparksoftmax.model.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.sparksoftmax.model.SoftmaxModel;

/** A form that a model takes in one file, for those who predict without Spark. */
public interface ModelFile {

  /** So many bytes of a file tell {@link #isOne} what it is. */
  int HEAD_BYTES = 4096;

  /** What files of this project say that they come from. */
  String PRODUCER = "spark-softmax";

  /** The name of the form, such as {@code onnx}. */
  String name();

  /**
   * Checks, before anything of the size of the model is allocated, that the form has a place for
   * it.
   *
   * @throws ExportException if it has none
   */
  void requireFits(SoftmaxModel model);

  /** Writes a model that fits. */
  void write(SoftmaxModel model, OutputStream out) throws IOException;

  /** Whether a file that begins with {@code head} is one that this class has written. */
  boolean isOne(byte[] head);

  /** What who uses the file has to know: what goes in, and what comes out. */
  List<String> interfaceOf(SoftmaxModel model);
}
