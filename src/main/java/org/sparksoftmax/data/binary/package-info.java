/** Readers of IDX (MNIST) and CIFAR files. */
package org.sparksoftmax.data.binary;
