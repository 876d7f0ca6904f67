/**
 * Trains a grid of configurations with shared passes over the data.
 *
 * <p>{@link org.sparksoftmax.train.tune.Tuner} runs one optimisation per configuration; {@link
 * org.sparksoftmax.train.tune.LockStep} collects the requests of the active ones and evaluates them
 * together, with the weights of all models in one product with the features. {@link
 * org.sparksoftmax.train.tune.SearchStore} keeps the results of runs that have ended, so that a
 * search that was stopped continues. Rejected alternative: one run after another, each from the
 * previous optimum, which saves iterations but shares no passes.
 */
package org.sparksoftmax.train.tune;
