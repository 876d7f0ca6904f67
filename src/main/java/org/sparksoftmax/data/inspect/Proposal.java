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

  /** Whether the column is named like a label, but cannot be one. */
  boolean isUnusableLabel() {
    return reason.startsWith(LabelChoice.NAMED);
  }

  /** Whether features are made of the column. */
  boolean isFeature() {
    return switch (role) {
      case FEATURE, CATEGORY, DATE -> true;
      default -> false;
    };
  }
}
