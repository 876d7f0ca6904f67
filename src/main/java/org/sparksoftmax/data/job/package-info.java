/**
 * Spark jobs over cached blocks: {@link org.sparksoftmax.data.job.PartitionJob} computes a value
 * for each partition, {@link org.sparksoftmax.data.job.ExecutorJob} one for each executor.
 */
package org.sparksoftmax.data.job;
