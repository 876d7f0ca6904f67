package org.sparksoftmax.config;

/** How feature values are kept in memory ({@code data.storage}). */
public enum Storage {
  /** {@link #U8} if every value is an integer 0..255, else {@link #F32}. */
  AUTO,
  U8,
  F32,
  F64
}
