/**
 * The configuration of a run as typed records.
 *
 * <p>The records are nested by the groups of {@code train.conf}. Each checks its own bounds in its
 * compact constructor; a record that contains others also checks that their values are compatible.
 * A configuration built in code is therefore checked like one read from a file. {@link
 * org.sparksoftmax.config.parse} converts text to records and is the only package that looks up
 * values by key.
 *
 * <p>A constructor reports the key and the bound; the parser adds the place of the value. Every
 * failure is a {@link org.sparksoftmax.config.ConfigException} with a one-line message. For an
 * invalid value, the exception also has the key, the value and the bound:
 *
 * <pre>
 * Invalid optimizer.tolerance = -1 (my.conf: 7): must be &gt;= 0 and finite
 * Unknown key optimizer.tolerence (my.conf: 7): did you mean optimizer.tolerance?
 * </pre>
 *
 * <p>The tests fail if a key is documented in {@code train.conf} but never read, or read but not
 * documented.
 */
package org.sparksoftmax.config;
