/**
 * The files that describe a run: {@code summary.json}, the details behind the report, the results
 * of tuning, and rejected rows.
 *
 * <p>These classes turn results into JSON; they compute nothing but what the files need. How a file
 * becomes visible is decided in {@link org.sparksoftmax.output}.
 */
package org.sparksoftmax.run.record;
