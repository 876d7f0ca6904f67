package org.sparksoftmax.config;

/** The input formats that {@code data.format} names. */
public enum DataFormat {
  CSV,
  TSV,
  LIBSVM,
  PARQUET,
  ORC,
  JSON,
  IDX,
  CIFAR
}
