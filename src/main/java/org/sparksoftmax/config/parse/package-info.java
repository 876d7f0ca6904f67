/**
 * Parses the configuration. Only this package looks up values by key.
 *
 * <p>{@link org.sparksoftmax.config.parse.ConfigReader} merges {@code --set} overrides, the user's
 * file and {@code train.conf}, in this order of precedence. {@code train.conf} documents every key
 * and contains every default. The reader replaces {@code ${NAME}} with environment variables,
 * rejects unknown keys, and builds the records of {@link org.sparksoftmax.config}, which check
 * bounds and combinations.
 *
 * <p>{@link org.sparksoftmax.config.parse.ConfigBuilder} builds the same records from values set in
 * code, and {@link org.sparksoftmax.config.parse.ConfigDifference} determines which values may
 * differ between a run and its resumption.
 */
package org.sparksoftmax.config.parse;
