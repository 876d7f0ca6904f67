package org.sparksoftmax.math.block;

/** The type in which the products over a block are computed. */
public enum Arithmetic {
  /** Float32, for values stored as u8 or f32. */
  F32,
  /** Float64, for values stored as f64. */
  F64
}
