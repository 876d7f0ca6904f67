package org.sparksoftmax.data.job;

/**
 * What Scala 2.12 calls {@code Serializable}. Spark requires it of an object that it serialises,
 * and it is another interface in Scala 2.13.
 */
interface ScalaSerializable extends scala.Serializable {}
