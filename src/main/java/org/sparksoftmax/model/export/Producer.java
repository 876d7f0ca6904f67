package org.sparksoftmax.model.export;

/** What wrote a file. */
final class Producer {

  private Producer() {}

  /** The version that the jar's manifest names. */
  static String version() {
    String version = Producer.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
