package org.sparksoftmax.data.inspect;

/**
 * The proposed role of a column.
 *
 * @param reason why, as part of a sentence
 */
public record Proposal(ColumnProfile column, Role role, String reason) {

  /** Whether all values are the same. */
  boolean isConstant() {
    return column.kind().isScalar() && column.distinct() == 1;
  }
}
