/**
 * The configuration of a run: typed records, and the one parser that makes them.
 *
 * <p>{@link org.sparksoftmax.config.parse.ConfigReader} lays {@code --set} overrides over the
 * user's file over {@code train.conf}, which documents every key and is the one place of the
 * defaults. It then replaces {@code ${NAME}} by environment variables, refuses unknown keys, and
 * converts each value. Look-ups by name happen nowhere else.
 *
 * <p>Bounds and cross checks live in the constructors of the records, so a configuration made in
 * code is as valid as one read from a file. A constructor names the key and the bound; the parser,
 * which knows where the value stands, adds the place. Every failure is a {@link
 * org.sparksoftmax.config.ConfigException} of one line:
 *
 * <pre>
 * Invalid optimizer.tolerance = -1 (my.conf: 7): must be &gt;= 0 and &lt; 1
 * Unknown key optimizer.tolerence (my.conf: 7): did you mean optimizer.tolerance?
 * </pre>
 *
 * <p>A key that is in {@code train.conf} but not read, or the other way round, fails the tests.
 */
package org.sparksoftmax.config;
