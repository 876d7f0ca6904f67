package org.sparksoftmax.config;

import java.util.Locale;

/** The input formats ({@code data.format}). */
public enum DataFormat {
  CSV,
  TSV,
  LIBSVM,
  PARQUET,
  ORC,
  JSON,
  IDX,
  CIFAR;

  /** Whether the format has columns that can be selected by name or position. */
  public boolean hasColumns() {
    return switch (this) {
      case CSV, TSV, PARQUET, ORC, JSON -> true;
      case LIBSVM, IDX, CIFAR -> false;
    };
  }

  /** Whether Spark SQL reads the format. Its columns are typed and may hold vectors. */
  public boolean isTable() {
    return switch (this) {
      case PARQUET, ORC, JSON -> true;
      case CSV, TSV, LIBSVM, IDX, CIFAR -> false;
    };
  }

  /** The value of {@code data.format} that selects this format. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
