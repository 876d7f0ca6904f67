/**
 * Packing rows into blocks of examples, and the cached data set that results.
 *
 * <p>{@link org.sparksoftmax.data.block.RawData} holds rows as read, a {@link
 * org.sparksoftmax.data.block.BlockPlan} says how to store them, and {@link
 * org.sparksoftmax.data.block.DataSet} holds the cached blocks with a {@link
 * org.sparksoftmax.data.block.BlockInventory}, against which every pass checks them. Readers of
 * formats are in other packages.
 */
package org.sparksoftmax.data.block;
