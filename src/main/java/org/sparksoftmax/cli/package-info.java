/**
 * The command line: {@code train}, {@code evaluate}, {@code predict}, {@code describe}, {@code
 * report}, {@code tune}, {@code export}, {@code check-gradient}.
 *
 * <p>A command parses its options, calls the lower layers, prints the results, and returns an exit
 * code ({@link org.sparksoftmax.cli.ExitCode}). Results go to standard output, errors as one line
 * to standard error.
 */
package org.sparksoftmax.cli;
