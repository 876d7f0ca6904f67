/**
 * The configuration of a run as typed records.
 *
 * <p>The records are nested by the groups of {@code train.conf}. Each checks its own bounds in its
 * compact constructor; a record that holds others checks the combinations of their values. A
 * configuration made in code is therefore as valid as one read from a file. {@link
 * org.sparksoftmax.config.parse} converts text to records; look-ups by key happen nowhere else.
 *
 * <p>A constructor names the key and the bound; the parser adds the place of the value. Every
 * failure is a {@link org.sparksoftmax.config.ConfigException} of one line, which also carries the
 * key, the value and the bound:
 *
 * <pre>
 * Invalid optimizer.tolerance = -1 (my.conf: 7): must be &gt;= 0 and &lt; 1
 * Unknown key optimizer.tolerence (my.conf: 7): did you mean optimizer.tolerance?
 * </pre>
 *
 * <p>The tests fail for a key that is documented in {@code train.conf} and not read, or read and
 * not documented.
 */
package org.sparksoftmax.config;
