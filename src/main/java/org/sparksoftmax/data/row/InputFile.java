package org.sparksoftmax.data.row;

import java.io.Serializable;

/**
 * A file to be read.
 *
 * @param path the full Hadoop path, with its scheme
 * @param length bytes as stored, that is compressed
 */
public record InputFile(String path, long length) implements Serializable {}
