package org.sparksoftmax.model.export;

/** Identifies the software that wrote a file. */
final class Producer {

  private Producer() {}

  /** The version in the manifest of the jar. */
  static String version() {
    String version = Producer.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
