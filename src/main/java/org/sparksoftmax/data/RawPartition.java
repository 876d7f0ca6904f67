package org.sparksoftmax.data;

import java.io.Serializable;
import java.util.ArrayList;

/**
 * Everything that was read from one split.
 *
 * @param rejected its bad rows; only the first few unless they are to be quarantined
 * @param rowsBeforeRejected for each bad row the number of good rows before it
 */
record RawPartition(
    ArrayList<RawBlock> blocks,
    RawSummary summary,
    RejectedRow[] rejected,
    long[] rowsBeforeRejected)
    implements Serializable {}
