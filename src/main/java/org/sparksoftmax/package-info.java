/** Distributed training of softmax classifiers on Apache Spark. */
package org.sparksoftmax;
