package org.sparksoftmax.data.inspect;

import static org.sparksoftmax.data.inspect.Role.CATEGORY;
import static org.sparksoftmax.data.inspect.Role.DATE;
import static org.sparksoftmax.data.inspect.Role.FEATURE;
import static org.sparksoftmax.data.inspect.Role.IDENTIFIER;
import static org.sparksoftmax.data.inspect.Role.LABEL;
import static org.sparksoftmax.data.inspect.Role.LEAVE_OUT;
import static org.sparksoftmax.data.inspect.Role.WEIGHT;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.text.Count;

/** Proposes the role of each column from its profile. */
final class RoleProposals {

  /** The most values of a category. */
  static final int MAX_CATEGORIES = 1_000;

  /** A column with fewer values is never left out for having too many. */
  private static final int FEW = 10;

  /** The mean number of words from which text is prose. */
  private static final double PROSE = 4;

  /** The range of seconds from 1970 that an integer may mean: from 1990 to 2100. */
  private static final double FIRST_SECOND = 631_152_000.0;

  private static final double LAST_SECOND = 4_102_444_800.0;

  private final List<ColumnProfile> columns;
  private final GivenRoles given;
  private final Optional<LabelChoice> label;

  private RoleProposals(List<ColumnProfile> columns, GivenRoles given) {
    this.columns = columns;
    this.given = given;
    this.label =
        given.hasLabel()
            ? Optional.empty()
            : LabelChoice.of(
                columns.stream()
                    .filter(c -> given.of(c.position()).isEmpty() && !c.name().isEmpty())
                    .toList());
  }

  /**
   * Proposes a role for each column, in order. Roles that the configuration gives have precedence.
   */
  static List<Proposal> of(List<ColumnProfile> columns, GivenRoles given) {
    RoleProposals proposals = new RoleProposals(columns, given);
    return columns.stream().map(proposals::of).toList();
  }

  private Proposal of(ColumnProfile column) {
    Optional<GivenRoles.Given> role = given.of(column.position());
    if (role.isPresent()) {
      return given(column, role.get());
    }
    if (label.isPresent() && label.get().column().position() == column.position()) {
      return new Proposal(column, LABEL, label.get().reason());
    }
    Optional<String> unusable = LabelChoice.unusable(column);
    if (unusable.isPresent() && label.isEmpty() && !given.hasLabel()) {
      return new Proposal(column, LEAVE_OUT, LabelChoice.NAMED + unusable.get());
    }
    if (given.featuresListed()) {
      return new Proposal(column, LEAVE_OUT, "not in data.feature-columns");
    }
    return switch (column.kind()) {
      case EMPTY -> new Proposal(column, LEAVE_OUT, "it has no values");
      case STRUCT -> new Proposal(column, LEAVE_OUT, "a struct: select its fields");
      case OTHER ->
          new Proposal(
              column,
              LEAVE_OUT,
              String.format(Locale.ROOT, "the type %s is not read", column.type()));
      case VECTOR -> new Proposal(column, FEATURE, "several numbers");
      default -> column.distinct() == 1 ? constant(column) : unnamed(column, ofValues(column));
    };
  }

  private Proposal given(ColumnProfile column, GivenRoles.Given given) {
    if (given.role() == LABEL) {
      return new Proposal(column, LABEL, given.key() + "; " + LabelChoice.classes(column));
    }
    boolean numbers = column.kind().isNumeric() || !column.kind().isScalar();
    if (given.role() == FEATURE && !numbers) {
      Proposal encoded = ofValues(column);
      if (!encoded.role().isLeftOut()) {
        return new Proposal(column, encoded.role(), given.key() + "; " + encoded.reason());
      }
    }
    return new Proposal(column, given.role(), given.key());
  }

  /** A column without a name is left out, as in training. */
  private static Proposal unnamed(ColumnProfile column, Proposal proposal) {
    return column.name().isEmpty() && !proposal.role().isLeftOut()
        ? new Proposal(column, LEAVE_OUT, "it has no name")
        : proposal;
  }

  private static Proposal constant(ColumnProfile column) {
    String reason = column.missing() > 0 ? "one value, or missing" : "one value only";
    return new Proposal(column, LEAVE_OUT, reason);
  }

  private Proposal ofValues(ColumnProfile column) {
    return switch (column.kind()) {
      case BOOLEAN -> new Proposal(column, CATEGORY, "two values");
      case DATE -> new Proposal(column, DATE, "dates");
      case TIMESTAMP -> new Proposal(column, DATE, "dates with times");
      case TEXT -> text(column);
      default -> number(column);
    };
  }

  private Proposal text(ColumnProfile column) {
    ColumnNames name = ColumnNames.of(column.name());
    long present = column.present();
    if (column.signs().otherDates() == present) {
      return new Proposal(
          column, LEAVE_OUT, "dates that are not of the form 2025-12-31 (ISO 8601)");
    }
    if (column.signs().decimalCommas() > 0 && column.isNearlyUnique()) {
      return new Proposal(column, LEAVE_OUT, "numbers with a decimal comma");
    }
    if (column.signs().units() == present && column.distinct() > FEW) {
      return new Proposal(column, LEAVE_OUT, "numbers with units or separators");
    }
    boolean few = column.distinct() <= FEW && column.distinct() < present;
    boolean shared = column.distinct() <= present / 2 && column.distinct() <= MAX_CATEGORIES;
    if (column.distinctExact() && (few || shared)) {
      return new Proposal(column, CATEGORY, values(column));
    }
    if (column.signs().meanWords() >= PROSE) {
      return new Proposal(
          column, LEAVE_OUT, "prose: hash its words into a vector of features (pipelines)");
    }
    if (column.isNearlyUnique()) {
      return new Proposal(
          column, IDENTIFIER, unique(column) + (name.isPersonal() ? " names" : " texts"));
    }
    return new Proposal(
        column,
        LEAVE_OUT,
        String.format(
            Locale.ROOT,
            "%s: too many for categories; hash them into a vector of features (pipelines)",
            values(column)));
  }

  private Proposal number(ColumnProfile column) {
    if (column.signs().decimalCommas() > 0) {
      return new Proposal(column, LEAVE_OUT, "numbers with a decimal comma");
    }
    ColumnNames name = ColumnNames.of(column.name());
    if (isWeight(column, name)) {
      return new Proposal(column, WEIGHT, "its name; positive numbers");
    }
    return column.kind() == ColumnKind.INTEGER
        ? integer(column, name)
        : new Proposal(column, FEATURE, "numbers");
  }

  private boolean isWeight(ColumnProfile column, ColumnNames name) {
    if (given.hasWeight() || !name.isWeight() || !(column.range().min() > 0)) {
      return false;
    }
    boolean physical =
        name.isPlainWeight()
            && columns.stream().anyMatch(c -> ColumnNames.of(c.name()).isBodyMeasure());
    return !physical && column.missing() == 0 && column.signs().bad() == 0;
  }

  private static Proposal integer(ColumnProfile column, ColumnNames name) {
    boolean consecutive =
        column.isUnique() && column.range().max() - column.range().min() + 1 == column.distinct();
    if (consecutive && column.present() > 2 && (name.isRowIndex() || name.isIdentifier())) {
      return new Proposal(column, IDENTIFIER, "the numbers of the rows");
    }
    if (name.isIdentifier() && column.isNearlyUnique()) {
      return new Proposal(column, IDENTIFIER, unique(column) + " integers, and its name");
    }
    if (column.signs().leadingZeros() || name.isCode()) {
      return code(column);
    }
    boolean epoch = column.range().min() >= FIRST_SECOND && column.range().max() <= LAST_SECOND;
    boolean millis =
        column.range().min() >= 1e3 * FIRST_SECOND && column.range().max() <= 1e3 * LAST_SECOND;
    if (name.isTime() && (epoch || millis)) {
      return new Proposal(
          column, FEATURE, (millis ? "milliseconds" : "seconds") + " from 1970, as numbers");
    }
    if (consecutive && column.position() == 0 && column.present() > 20) {
      return new Proposal(column, IDENTIFIER, "the numbers of the rows");
    }
    return new Proposal(column, FEATURE, "numbers");
  }

  /** Codes are no quantities: they become categories if they are few. */
  private static Proposal code(ColumnProfile column) {
    String reason = column.signs().leadingZeros() ? "leading zeros" : "its name";
    boolean few =
        column.distinctExact()
            && column.distinct() <= MAX_CATEGORIES
            && column.distinct() <= Math.max(FEW, column.present() / 10);
    return few
        ? new Proposal(
            column, CATEGORY, String.format(Locale.ROOT, "codes (%s), %s", reason, values(column)))
        : new Proposal(
            column,
            LEAVE_OUT,
            String.format(
                Locale.ROOT, "codes (%s), %s: too many for categories", reason, values(column)));
  }

  private static String unique(ColumnProfile column) {
    return column.isUnique() ? "unique" : "nearly unique";
  }

  private static String values(ColumnProfile column) {
    return (column.distinctExact() ? "" : "more than ") + Count.of(column.distinct(), "value");
  }

  /** The share of all rows, as a percentage. */
  static String percent(long part, long all) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / Math.max(1, all));
  }
}
