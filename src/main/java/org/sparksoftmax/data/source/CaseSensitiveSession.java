package org.sparksoftmax.data.source;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.data.job.ScalaValues;

/** A session for columns whose names differ in case only, which Spark refuses by default. */
public final class CaseSensitiveSession {

  private static final String KEY = "spark.sql.caseSensitive";

  private CaseSensitiveSession() {}

  /** Returns a session like {@code spark}, with the same settings but for this one. */
  public static SparkSession of(SparkSession spark) {
    SparkSession session = spark.newSession();
    ScalaValues.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (session.conf().isModifiable(key)) {
                session.conf().set(key, value);
              }
            });
    session.conf().set(KEY, "true");
    return session;
  }

  /** Whether two columns have names that differ in case only. */
  public static boolean needs(StructType columns) {
    Set<String> seen = new HashSet<>();
    for (String name : columns.fieldNames()) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
