package org.sparksoftmax.model.export;

import org.sparksoftmax.text.Product;

/** Identifies the software that wrote a file. */
final class Producer {

  private Producer() {}

  /** The version in the manifest of the jar. */
  static String version() {
    return Product.version();
  }
}
