package org.sparksoftmax.model.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.sparksoftmax.model.SoftmaxModel;

/** A single-file export format of a model, for prediction without Spark. */
public interface ModelFile {

  /** Number of leading bytes that {@link #isOne} needs to recognise a file. */
  int HEAD_BYTES = 4096;

  /** The name of the format, such as {@code onnx}. */
  String name();

  /**
   * Checks that the format can represent the model, before anything of the size of the model is
   * allocated.
   *
   * @throws ExportException if it cannot
   */
  void requireFits(SoftmaxModel model);

  /** Writes a model that meets {@link #requireFits}. */
  void write(SoftmaxModel model, OutputStream out) throws IOException;

  /** Whether a file that starts with {@code head} was written by this class. */
  boolean isOne(byte[] head);

  /** Describes inputs and outputs to users of the file. */
  List<String> interfaceOf(SoftmaxModel model);
}
