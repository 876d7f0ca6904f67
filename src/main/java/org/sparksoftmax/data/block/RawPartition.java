package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.ArrayList;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;

/**
 * The rows of one split, packed into blocks.
 *
 * @param rejected the bad rows; only the first few unless the rules keep all
 * @param rejectedCells the cells of each of {@code rejected}; null for a row of unknown cells
 * @param rowsBeforeRejected for each bad row, the number of good rows before it
 */
public record RawPartition(
    ArrayList<RawBlock> blocks,
    RawSummary summary,
    RejectedRow[] rejected,
    Object[][] rejectedCells,
    long[] rowsBeforeRejected)
    implements Serializable {}
