/** Applies a model to the rows of files, and writes the predictions in the order of the input. */
package org.sparksoftmax.train.predict;
