package org.sparksoftmax.text;

/** The name and the version of this program. */
public final class Product {

  /** The name. */
  public static final String NAME = "spark-softmax";

  private static final String UNPACKAGED = "unpackaged";

  private Product() {}

  /** The version in the manifest of the jar; {@code unpackaged} for classes outside a jar. */
  public static String version() {
    String version = Product.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKAGED : version;
  }

  /** The name and the version, such as {@code spark-softmax 1.0.0}. */
  public static String nameAndVersion() {
    String version = version();
    return NAME + " " + (version.equals(UNPACKAGED) ? "(unpackaged)" : version);
  }
}
