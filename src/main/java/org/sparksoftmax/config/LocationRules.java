package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;
import static org.sparksoftmax.config.ConfigException.missing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Checks that a location fits the format of the data. */
record LocationRules(DataFormat format, DataLocation location) {

  /** Checks the location of the training data, which must say where they are. */
  static void checkTraining(DataFormat format, DataLocation location) {
    new LocationRules(format, location).check();
    if (location.path().isPresent() || location.table().isPresent()) {
      return;
    }
    if (format.equals(DataFormat.TABLE) && location.query().isEmpty()) {
      throw missing("data.table", "data.format = table needs data.table or data.query", "NAME");
    }
    if (location.query().isEmpty() && (location.options().isEmpty() || !format.isDataSource())) {
      throw missing("data.path", "there is no training data");
    }
  }

  void check() {
    Map<String, String> set = new LinkedHashMap<>();
    put(set, "path", location.path());
    put(set, "table", location.table());
    put(set, "query", location.query());
    checkOne(set);
    String group = location.group();
    boolean table = format.equals(DataFormat.TABLE);
    if (table && location.path().isPresent()) {
      throw invalid(
          group + ".path",
          location.path().get(),
          String.format(
              Locale.ROOT,
              "is for files: with data.format = table, set %s.table or %s.query",
              group,
              group));
    }
    if (!table && location.path().isEmpty()) {
      set.forEach(
          (key, value) -> {
            throw invalid(key, value, "needs data.format = table, but data.format is " + found());
          });
    }
    if (!location.options().isEmpty() && !format.isTable()) {
      throw invalid(
          group + ".options",
          new TreeSet<>(location.options().keySet()),
          "is for data that Spark SQL reads; remove it, since data.format is " + format);
    }
  }

  private String found() {
    return format.name().equals("jdbc")
        ? "jdbc, whose tables are set by data.options.dbtable"
        : format.name();
  }

  private void put(Map<String, String> set, String name, Optional<String> value) {
    String key = location.group() + "." + name;
    DataRules.checkNotBlank(key, value);
    value.ifPresent(text -> set.put(key, text));
  }

  private static void checkOne(Map<String, String> set) {
    if (set.size() > 1) {
      String first = set.keySet().iterator().next();
      Map.Entry<String, String> second = set.entrySet().stream().skip(1).findFirst().orElseThrow();
      throw invalid(
          second.getKey(),
          second.getValue(),
          "must not be set together with " + first + "; remove one of the two");
    }
  }
}
