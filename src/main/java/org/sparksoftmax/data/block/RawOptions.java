package org.sparksoftmax.data.block;

import java.io.Serializable;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.RowRules;

/**
 * How rows become raw blocks.
 *
 * @param categorical positions of the categorical columns among the feature columns
 * @param knownFeatures D of the model that the rows are for, where sparse values beyond it are
 *     counted and left out; 0 while training
 * @param keepCells whether the text of the cells is wanted
 */
public record RawOptions(
    Storage storage,
    HoldOut holdOut,
    int[] categorical,
    int knownFeatures,
    boolean keepCells,
    RowRules rules)
    implements Serializable {}
