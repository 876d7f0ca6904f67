/**
 * Saving the state of a run while it trains, and resuming from it.
 *
 * <p>{@link org.sparksoftmax.train.checkpoint.CheckpointStore} reads and writes checkpoints of its
 * own binary format ({@link org.sparksoftmax.train.checkpoint.CheckpointCodec}); {@link
 * org.sparksoftmax.train.checkpoint.ResumeRules} decides whether a configuration and data may
 * continue from one.
 */
package org.sparksoftmax.train.checkpoint;
