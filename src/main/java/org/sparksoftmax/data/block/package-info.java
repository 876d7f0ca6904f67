/**
 * Packs rows into blocks of examples and caches the resulting data set.
 *
 * <p>{@link org.sparksoftmax.data.block.RawData} contains rows as read, {@link
 * org.sparksoftmax.data.block.BlockPlan} converts them to their final form, and {@link
 * org.sparksoftmax.data.block.DataSet} contains the cached blocks with a {@link
 * org.sparksoftmax.data.block.BlockInventory}, against which every pass is checked. The readers of
 * the formats are in other packages.
 */
package org.sparksoftmax.data.block;
