/**
 * Input rows before they are packed into blocks: files and their splits, parsers of single values,
 * the rules for bad rows, and the sink that receives the rows from the readers.
 *
 * <p>The readers of the formats are in {@code data.text}, {@code data.binary} and {@code
 * data.table}.
 */
package org.sparksoftmax.data.row;
