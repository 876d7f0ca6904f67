package org.sparksoftmax.math.block;

/** The floating-point type in which products with a block are computed. */
public enum Arithmetic {
  /** Float32, for values stored as u8 or f32. */
  F32,
  /** Float64, for values stored as f64. */
  F64
}
