/**
 * From files to cached blocks of examples.
 *
 * <p>A {@link org.sparksoftmax.data.block.RowSource} turns files into rows: one task reads one
 * split and pushes its rows, in file order, into a {@link org.sparksoftmax.data.row.RowSink}. A
 * {@code RawPartitionBuilder} packs them into blocks whose labels and categories are numbered
 * within the split, and keeps a {@code RawSummary} of them. The driver joins the summaries
 * (classes, categories, number of features, storage) and a second pass over the memory, not the
 * files, gives the blocks their final form.
 *
 * <p>Values are read without loss. A {@link org.sparksoftmax.data.block.FeatureProfile}, taken from
 * a sample of the training rows, then says how the features are stored: relative to a centre where
 * a column is far from 0 for its spread, and in float64 where float32 could not tell its values
 * apart.
 *
 * <p>A row has a label or, for soft labels, a probability for each class ({@code TargetColumns}),
 * whose classes are then those that the configuration names and not those that occur; its label is
 * the class of the largest.
 *
 * <p>Everything that shapes a block, which rows it holds and how it is stored, follows from the
 * files and the configuration alone, never from the cluster. A bad row is returned as a value and
 * not thrown in the task, so that it is reported once, the first one in file order, without
 * retries. Blocks that are lost are read again; {@link org.sparksoftmax.data.block.BlockInventory}
 * tells whether they are still the same.
 */
package org.sparksoftmax.data;
