package org.sparksoftmax.model.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Locale;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * What an ONNX file takes and how it computes.
 *
 * @param inputs the form of a row
 * @param precision the type of numbers
 * @param modelVersion the number that the file has as {@code model_version}, at least 1
 */
public record OnnxOptions(Inputs inputs, Precision precision, long modelVersion) {

  /** A vector, in float64 except for inputs and probabilities; version 1. */
  public static final OnnxOptions DEFAULT = new OnnxOptions(Inputs.VECTOR, Precision.AUTO, 1);

  /** The form of a row. */
  public enum Inputs {
    /** One input of all features, rows×D, with categories one-hot encoded. */
    VECTOR,

    /**
     * One input for each column, rows×1, with categories as in the data. A column of vectors is one
     * input, and so are the features of a model without columns.
     */
    COLUMNS
  }

  /** The type of numbers. */
  public enum Precision {
    /**
     * Weights and arithmetic in float64. Inputs are float32, or float64 where float32 could not
     * tell rows apart. Probabilities are float32.
     */
    AUTO,

    /** Everything in float32; refused where that is known to change predictions. */
    FLOAT32,

    /** Everything in float64. */
    FLOAT64
  }

  public OnnxOptions {
    if (modelVersion < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid model version %d (must be > 0)", modelVersion));
    }
  }

  boolean byColumns(SoftmaxModel model) {
    return inputs == Inputs.COLUMNS && !model.schema().columns().isEmpty();
  }

  /** The type of weights and of the arithmetic. */
  DataType arithmetic() {
    return precision == Precision.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE;
  }

  /** The type of numbers in rows. */
  DataType numbers(SoftmaxModel model) {
    return precision == Precision.FLOAT64
            || (precision == Precision.AUTO && OnnxPrecision.needsFloat64(model))
        ? DataType.DOUBLE
        : DataType.FLOAT;
  }

  DataType probabilities() {
    return precision == Precision.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
  }
}
