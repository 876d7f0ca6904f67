/**
 * From text to configuration: the only place that knows keys by name.
 *
 * <p>{@link org.sparksoftmax.config.parse.ConfigReader} lays {@code --set} overrides over the
 * user's file over {@code train.conf}, which documents every key and holds every default. It
 * replaces {@code ${NAME}} by environment variables, rejects unknown keys, and builds the records
 * of {@link org.sparksoftmax.config}, which check bounds and combinations.
 *
 * <p>{@link org.sparksoftmax.config.parse.ConfigBuilder} makes the same records from values set in
 * code, and {@link org.sparksoftmax.config.parse.ConfigDifference} decides which values may differ
 * between a run and its resumption.
 */
package org.sparksoftmax.config.parse;
