package org.sparksoftmax.train.checkpoint;

/**
 * The properties that a run must share with the run it resumes.
 *
 * @param config the resolved configuration as JSON text
 * @param dataFingerprint the fingerprint of the training rows
 */
public record RunIdentity(
    String config, String dataFingerprint, long rows, int features, int classes) {}
