/**
 * Saves the state of a run during training, and resumes from it.
 *
 * <p>{@link org.sparksoftmax.train.checkpoint.CheckpointStore} reads and writes checkpoints in a
 * binary format ({@link org.sparksoftmax.train.checkpoint.CheckpointCodec}); {@link
 * org.sparksoftmax.train.checkpoint.ResumeRules} decides whether a configuration and data may
 * continue from one.
 */
package org.sparksoftmax.train.checkpoint;
