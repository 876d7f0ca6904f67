/**
 * The common parts of the fuzz tests. A fuzz test is a class {@code XFuzzTest} that extends {@link
 * org.sparksoftmax.fuzz.UntrustedInput}, with its seeds in the resource folder {@code
 * XFuzzTestInputs/fuzz} of its package.
 */
package org.sparksoftmax.fuzz;
