/**
 * Inspects a sample of an input: profiles its columns, proposes a role for each with the reason,
 * and writes a configuration that {@code train} can run. The proposals are functions of the
 * profiles alone, so they need no Spark.
 */
package org.sparksoftmax.data.inspect;
