/**
 * Reads files into cached blocks of examples.
 *
 * <p>A {@link org.sparksoftmax.data.block.RowSource} turns files into rows: one task reads one
 * split and pushes its rows, in file order, into a {@link org.sparksoftmax.data.row.RowSink}. A
 * {@code RawPartitionBuilder} packs them into blocks whose labels and categories are numbered
 * within the split, and keeps a {@code RawSummary} of them. The driver merges the summaries
 * (classes, categories, number of features, storage). A second pass, over the cached blocks instead
 * of the files, converts the blocks to their final form.
 *
 * <p>Readers store values without loss. A {@link org.sparksoftmax.data.block.FeatureProfile} of a
 * sample of the training rows then determines how the features are stored: relative to a centre if
 * a column is far from 0 compared with its spread, and in float64 if float32 cannot distinguish its
 * values.
 *
 * <p>A row has a label or, for soft labels, a probability for each class ({@code TargetColumns}).
 * For soft labels, the configuration names the classes, and the label of a row is its most probable
 * class.
 *
 * <p>The rows of a block and their storage depend only on the files and the configuration, not on
 * the cluster. A task returns a bad row as a value instead of throwing an exception. The driver can
 * therefore report the first bad row in file order, without task retries. Spark recomputes lost
 * blocks from the files; {@link org.sparksoftmax.data.block.BlockInventory} detects blocks that
 * have changed.
 */
package org.sparksoftmax.data;
