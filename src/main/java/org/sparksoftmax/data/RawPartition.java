package org.sparksoftmax.data;

import java.io.Serializable;
import java.util.ArrayList;

/** Everything that was read from one split. */
record RawPartition(ArrayList<RawBlock> blocks, RawSummary summary) implements Serializable {}
