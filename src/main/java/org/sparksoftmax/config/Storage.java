package org.sparksoftmax.config;

/** The storage type of feature values in memory ({@code data.storage}). */
public enum Storage {
  /**
   * {@link #U8} if every value is an integer from 0 to 255, {@link #F64} if float32 would round too
   * coarsely, else {@link #F32}.
   */
  AUTO,
  U8,
  F32,
  F64
}
