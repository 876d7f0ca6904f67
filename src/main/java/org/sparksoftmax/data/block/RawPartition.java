package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.ArrayList;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;

/**
 * The rows of one split, packed into blocks.
 *
 * @param rejected the bad rows; only the first few unless bad rows are quarantined
 * @param rowsBeforeRejected for each bad row, the number of good rows before it
 */
public record RawPartition(
    ArrayList<RawBlock> blocks,
    RawSummary summary,
    RejectedRow[] rejected,
    long[] rowsBeforeRejected)
    implements Serializable {}
