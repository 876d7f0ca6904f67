package org.sparksoftmax.data.row;

import java.io.Serializable;

/**
 * An input file.
 *
 * @param path the full Hadoop path, with its scheme
 * @param length the length in bytes as stored, before decompression
 */
public record InputFile(String path, long length) implements Serializable {}
