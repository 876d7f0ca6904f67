/**
 * Gradient checks of a configuration on its own data: against finite differences and against a
 * two-step implementation.
 */
package org.sparksoftmax.train.check;
