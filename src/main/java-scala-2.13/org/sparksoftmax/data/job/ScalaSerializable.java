package org.sparksoftmax.data.job;

/**
 * What Scala 2.13 calls {@code Serializable}. Spark requires it of an object that it serialises,
 * and it is another interface in Scala 2.12.
 */
interface ScalaSerializable extends java.io.Serializable {}
