/**
 * Input rows before they are packed into blocks: files and their splits, parsers of single values,
 * the rules for bad rows, and the sink that receives the rows from the readers.
 *
 * <p>Formats are in packages of their own ({@code data.text}, {@code data.binary}, {@code
 * data.table}).
 */
package org.sparksoftmax.data.row;
