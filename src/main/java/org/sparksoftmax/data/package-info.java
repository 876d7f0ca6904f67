/**
 * Reads files into cached blocks of examples.
 *
 * <p>A {@link org.sparksoftmax.data.block.RowSource} turns files into rows: one task reads one
 * split and pushes its rows, in file order, into a {@link org.sparksoftmax.data.row.RowSink}. A
 * {@code RawPartitionBuilder} packs them into blocks whose labels and categories are numbered
 * within the split, and keeps a {@code RawSummary} of them. The driver joins the summaries
 * (classes, categories, number of features, storage) and a second pass, over memory and not over
 * the files, converts the blocks to their final form.
 *
 * <p>Readers keep values without loss. A {@link org.sparksoftmax.data.block.FeatureProfile} of a
 * sample of the training rows then determines how the features are stored: relative to a centre if
 * a column is far from 0 for its spread, and in float64 if float32 cannot distinguish its values.
 *
 * <p>A row has a label or, for soft labels, a probability for each class ({@code TargetColumns}),
 * in which case the configuration names the classes; its label is the class of the largest
 * probability.
 *
 * <p>The rows of a block and their storage depend on the files and the configuration alone, never
 * on the cluster. A task returns a bad row as a value instead of throwing it, so that the driver
 * reports the first one in file order once, without retries. Spark reads lost blocks again; {@link
 * org.sparksoftmax.data.block.BlockInventory} detects blocks that have changed.
 */
package org.sparksoftmax.data;
