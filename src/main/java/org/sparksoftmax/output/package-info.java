/**
 * Atomic writes: a file becomes visible only when it is complete.
 *
 * <p>{@link org.sparksoftmax.output.OutputDirectory} locks a directory for one run at a time and
 * publishes completed files into it by renaming; {@link org.sparksoftmax.output.ExportTarget} does
 * the same for one file or folder at a path of the user's choice.
 */
package org.sparksoftmax.output;
