/** Readers of tables: Parquet, ORC and JSON files through Spark SQL, and DataFrames. */
package org.sparksoftmax.data.table;
