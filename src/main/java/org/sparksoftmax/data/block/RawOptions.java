package org.sparksoftmax.data.block;

import java.io.Serializable;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.RowRules;

/**
 * Options for packing rows into raw blocks.
 *
 * @param categorical positions of the categorical columns among the feature columns
 * @param knownFeatures number of features of the model for which rows are read; sparse values at
 *     higher features are counted and ignored; 0 in training
 * @param keepCells whether blocks retain the cells of their rows
 */
public record RawOptions(
    Storage storage,
    HoldOut holdOut,
    int[] categorical,
    int knownFeatures,
    boolean keepCells,
    RowRules rules)
    implements Serializable {}
