/**
 * Readers of CSV, TSV and LIBSVM files.
 *
 * <p>Files are cut into splits, and the lines of a split are slices of one buffer of bytes. Numbers
 * are parsed from bytes; only labels and categories become text. The first lines of the data decide
 * what the configuration leaves open: {@code HeaderDecision} and {@code CsvSyntax}. {@code
 * TextStream} turns any encoding, compression and line end into UTF-8 with LF, so that no reader
 * knows of them.
 *
 * <p>Rejected: a CSV library. On a file of 54 numbers a line, univocity-parsers 2.9.1, which Spark
 * ships, cuts 139 MB/s of processor time into cells and reads 82 MB/s with numbers, where this
 * package reads 275 MB/s; and a parser of a stream of characters cannot begin in the middle of a
 * file.
 */
package org.sparksoftmax.data.text;
