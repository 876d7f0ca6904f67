package org.sparksoftmax.config;

import java.util.Locale;

/** The input formats that {@code data.format} names. */
public enum DataFormat {
  CSV,
  TSV,
  LIBSVM,
  PARQUET,
  ORC,
  JSON,
  IDX,
  CIFAR;

  /** Whether the rows have columns that can be chosen by name or position. */
  public boolean hasColumns() {
    return switch (this) {
      case CSV, TSV, PARQUET, ORC, JSON -> true;
      case LIBSVM, IDX, CIFAR -> false;
    };
  }

  /** Whether Spark SQL reads it, whose columns have types and may hold vectors. */
  public boolean isTable() {
    return switch (this) {
      case PARQUET, ORC, JSON -> true;
      case CSV, TSV, LIBSVM, IDX, CIFAR -> false;
    };
  }

  /** The name that {@code data.format} gives it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
