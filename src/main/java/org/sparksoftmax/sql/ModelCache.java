package org.sparksoftmax.sql;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.ml.ModelFiles;
import org.sparksoftmax.ml.SoftmaxClassificationModel;

/**
 * The models that queries of this JVM use, the most recent ones. Each query reads the checksum, so
 * that a model that was trained again replaces its predecessor.
 */
final class ModelCache {

  static final int MOST_MODELS = 32;

  /** The share of the heap that the models take at most; the last one may be larger. */
  private static final int SHARE_OF_HEAP = 8;

  private static final ModelCache OF_THIS_JVM =
      new ModelCache(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

  /** The least recently used first. */
  private final Map<Key, SoftmaxClassificationModel> models = new LinkedHashMap<>(16, 0.75f, true);

  private final long mostBytes;

  /** The content of a path. */
  private record Key(String path, String checksum) {}

  /**
   * A model.
   *
   * @param checksum that of its files
   */
  record Loaded(SoftmaxClassificationModel model, String checksum) {}

  ModelCache(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  static ModelCache ofThisJvm() {
    return OF_THIS_JVM;
  }

  /**
   * The model in {@code path}.
   *
   * @throws IllegalArgumentException if there is none, or it is damaged
   */
  Loaded get(String path, Configuration hadoop) {
    ModelFiles files = new ModelFiles(path, hadoop);
    String checksum = files.checksum();
    while (true) {
      Key key = new Key(path, checksum);
      SoftmaxClassificationModel known = find(key);
      if (known != null) {
        return new Loaded(known, checksum);
      }
      SoftmaxClassificationModel loaded = files.load();
      String now = files.checksum();
      if (now.equals(checksum)) {
        put(key, loaded);
        return new Loaded(loaded, checksum);
      }
      checksum = now; // it was replaced meanwhile
    }
  }

  private synchronized SoftmaxClassificationModel find(Key key) {
    return models.get(key);
  }

  private synchronized void put(Key key, SoftmaxClassificationModel model) {
    models.keySet().removeIf(other -> other.path().equals(key.path()));
    models.put(key, model);
    long bytes = models.values().stream().mapToLong(m -> m.estimatedSize()).sum();
    Iterator<SoftmaxClassificationModel> eldest = models.values().iterator();
    while (models.size() > 1 && (models.size() > MOST_MODELS || bytes > mostBytes)) {
      bytes -= eldest.next().estimatedSize();
      eldest.remove();
    }
  }

  synchronized int size() {
    return models.size();
  }
}
