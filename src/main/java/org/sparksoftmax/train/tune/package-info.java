/**
 * Trains a grid of configurations with shared passes over the data.
 *
 * <p>{@link org.sparksoftmax.train.tune.Tuner} runs one optimisation per configuration; {@link
 * org.sparksoftmax.train.tune.LockStep} collects their requests and evaluates them together, with
 * the weights of all models in one product with the features. Rejected alternative: one run after
 * another, each from the previous optimum, which saves iterations but shares no passes.
 */
package org.sparksoftmax.train.tune;
