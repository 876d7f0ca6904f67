package org.sparksoftmax.train.checkpoint;

/**
 * What a run must have in common with the one that it resumes.
 *
 * @param config the resolved configuration as JSON text
 * @param dataFingerprint of the training rows
 */
public record RunIdentity(
    String config, String dataFingerprint, long rows, int features, int classes) {}
