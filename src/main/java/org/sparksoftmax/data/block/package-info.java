/**
 * Packs rows into blocks of examples, and caches the resulting data set.
 *
 * <p>{@link org.sparksoftmax.data.block.RawData} holds rows as read, a {@link
 * org.sparksoftmax.data.block.BlockPlan} converts them to their final form, and {@link
 * org.sparksoftmax.data.block.DataSet} holds the cached blocks with a {@link
 * org.sparksoftmax.data.block.BlockInventory}, which every pass compares with the blocks. Other
 * packages read the formats.
 */
package org.sparksoftmax.data.block;
