package org.sparksoftmax.train.checkpoint;

import org.sparksoftmax.data.block.TableVersions;

/**
 * The properties that a run must share with the run it resumes.
 *
 * @param config the resolved configuration as JSON text
 * @param dataFingerprint the fingerprint of the training rows
 * @param tables the versions of the tables that the data sets were read from
 */
public record RunIdentity(
    String config,
    String dataFingerprint,
    long rows,
    int features,
    int classes,
    TableVersions tables) {}
