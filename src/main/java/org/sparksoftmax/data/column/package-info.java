/**
 * The roles of columns: which column is the label, the weight or a target probability, and which
 * columns are features.
 *
 * <p>Names are resolved here once, for every format that has columns. Cells are read elsewhere.
 */
package org.sparksoftmax.data.column;
