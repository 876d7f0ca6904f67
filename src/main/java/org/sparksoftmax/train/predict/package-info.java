/** Applying a model to the rows of files, and writing the predictions in the order of the input. */
package org.sparksoftmax.train.predict;
