/**
 * The roles of columns: which column is the label, the weight or a target probability, and which
 * columns are features.
 *
 * <p>This package resolves names for every format that has columns; the readers of the formats read
 * the cells.
 */
package org.sparksoftmax.data.column;
