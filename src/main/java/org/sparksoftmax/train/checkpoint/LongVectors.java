package org.sparksoftmax.train.checkpoint;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads and writes long vectors piecewise. */
final class LongVectors {
  private static final int PIECE = 1 << 13;

  private LongVectors() {}

  /** Processes the next entries of a vector, as many as fit into {@code bytes}. */
  private interface Piece {
    void move(byte[] bytes, int from, int count) throws IOException;
  }

  static void write(DataOutputStream out, double[] vector) throws IOException {
    forEachPiece(
        vector.length,
        (bytes, from, count) -> {
          ByteBuffer.wrap(bytes).asDoubleBuffer().put(vector, from, count);
          out.write(bytes, 0, count * Double.BYTES);
        });
  }

  static void write(DataOutputStream out, float[] vector) throws IOException {
    forEachPiece(
        vector.length,
        (bytes, from, count) -> {
          ByteBuffer.wrap(bytes).asFloatBuffer().put(vector, from, count);
          out.write(bytes, 0, count * Float.BYTES);
        });
  }

  static double[] readDoubles(DataInputStream in, int length) throws IOException {
    double[] vector = new double[length];
    forEachPiece(
        length,
        (bytes, from, count) -> {
          in.readFully(bytes, 0, count * Double.BYTES);
          ByteBuffer.wrap(bytes).asDoubleBuffer().get(vector, from, count);
        });
    return vector;
  }

  static float[] readFloats(DataInputStream in, int length) throws IOException {
    float[] vector = new float[length];
    forEachPiece(
        length,
        (bytes, from, count) -> {
          in.readFully(bytes, 0, count * Float.BYTES);
          ByteBuffer.wrap(bytes).asFloatBuffer().get(vector, from, count);
        });
    return vector;
  }

  private static void forEachPiece(int length, Piece piece) throws IOException {
    byte[] bytes = new byte[PIECE * Double.BYTES];
    for (int from = 0; from < length; from += PIECE) {
      piece.move(bytes, from, Math.min(PIECE, length - from));
    }
  }
}
