/**
 * The files that describe a run: {@code summary.json}, the details of the report, the results of
 * the grid search, and rejected rows.
 *
 * <p>These classes convert results to JSON. {@link org.sparksoftmax.output} writes the files.
 */
package org.sparksoftmax.run.record;
