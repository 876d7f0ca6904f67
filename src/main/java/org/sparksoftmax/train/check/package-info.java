/**
 * Checking the gradient of a configuration on its own data, by finite differences and against a
 * two-step implementation.
 */
package org.sparksoftmax.train.check;
