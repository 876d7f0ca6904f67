package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.block.Arithmetic;

/**
 * An objective as a mean over single rows.
 *
 * @param spec everything except the rows
 * @param arithmetic the type in which products with the stored features are computed
 */
public record Examples(RowSource rows, ObjectiveSpec spec, Arithmetic arithmetic) {}
