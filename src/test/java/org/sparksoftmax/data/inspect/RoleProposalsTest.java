package org.sparksoftmax.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.data.row.InputSplit;

class RoleProposalsTest {

  private static final int ROWS = 100;

  private static Samples withLabel() {
    return new Samples().column("label", ROWS, row -> "c" + row % 3);
  }

  private static Role role(String name, IntFunction<String> cell) {
    return withLabel().column(name, ROWS, cell).proposal(name).role();
  }

  @ParameterizedTest
  @CsvSource({
    "label",
    "target",
    "class",
    "y",
    "species",
    "churn_segment",
    "is_churned",
    "riskClass"
  })
  void labelsAreFoundByName(String name) {
    Samples samples =
        new Samples()
            .column(name, ROWS, row -> "c" + row % 4)
            .column("last", ROWS, row -> "v" + row % 2);
    assertThat(samples.proposal(name).role()).isEqualTo(Role.LABEL);
    assertThat(samples.proposal(name).reason()).isEqualTo("its name; 4 classes");
    assertThat(samples.proposal("last").role()).isEqualTo(Role.CATEGORY);
  }

  @Test
  void theMoreTellingNameWins() {
    Samples samples =
        new Samples()
            .column("segment", ROWS, row -> "c" + row % 4)
            .column("target", ROWS, row -> "c" + row % 2)
            .column("class", ROWS, row -> "c" + row % 3);
    assertThat(samples.proposal("target").role()).isEqualTo(Role.LABEL);
    assertThat(samples.proposal("class").role()).isEqualTo(Role.CATEGORY);
  }

  @Test
  void otherwiseTheLastColumnIsTheLabelIfRowsShareItsValues() {
    Samples samples =
        new Samples()
            .column("a", ROWS, row -> "v" + row % 2)
            .column("kind", ROWS, row -> "c" + row % 4);
    assertThat(samples.proposal("kind").reason()).isEqualTo("the last column; 4 classes");
    Samples fractions =
        new Samples()
            .column("kind", ROWS, row -> "c" + row % 4)
            .column("price", ROWS, row -> row + ".5");
    assertThat(fractions.proposal("kind").reason()).isEqualTo("the first column; 4 classes");
  }

  @Test
  void aQuantityIsNoLabelWhateverItsName() {
    Samples samples =
        new Samples()
            .column("target", ROWS, row -> row + ".25")
            .column("unique", ROWS, row -> "u" + row);
    assertThat(samples.proposals()).noneMatch(proposal -> proposal.role() == Role.LABEL);
    assertThat(samples.problems())
        .contains(
            "no column looks like a label: set data.label-column ('target' is named so, but it has 100 values in 100 rows)");
  }

  @Test
  void noOtherColumnTakesThePlaceOfAnUnusableLabel() {
    Samples samples =
        new Samples()
            .column("class", ROWS, row -> "c" + row % 4)
            .column("label", ROWS, row -> "only")
            .column("last", ROWS, row -> "v" + row % 2);
    assertThat(samples.proposals()).noneMatch(proposal -> proposal.role() == Role.LABEL);
    assertThat(samples.proposal("label").reason())
        .isEqualTo("named like a label, but it has one value only");
    assertThat(samples.problems())
        .contains(
            "no column looks like a label: set data.label-column ('label' is named so, but it has one value only)");
    samples.column("target", ROWS, row -> "c" + row % 2);
    assertThat(samples.proposal("target").role()).isEqualTo(Role.LABEL);
    assertThat(samples.problems())
        .contains(
            "the label may be another column: 'label' is named so, but it has one value only");
  }

  @Test
  void columnsWithoutANameAreNeitherLabelsNorProblems() {
    Samples samples =
        new Samples()
            .column("x", ROWS, row -> row + ".5")
            .column("kind", ROWS, row -> "c" + row % 4)
            .column("", ROWS, row -> "v" + row % 2)
            .column("", ROWS, row -> "");
    assertThat(samples.proposals().get(2).reason()).isEqualTo("it has no name");
    assertThat(samples.problems()).noneMatch(problem -> problem.contains("differ only in case"));
  }

  @Test
  void labelsOfOneValueAreNamed() {
    String[] labels = {"02134", "2134", "7"};
    Samples samples = new Samples().column("label", ROWS, row -> labels[row % 3]);
    assertThat(samples.problems())
        .anyMatch(
            problem ->
                problem.startsWith(
                    "the labels '02134' and '2134' have the same value but are 2 classes"));
  }

  @Test
  void aCommaMaySeparateThousands() {
    Samples samples = withLabel().column("price", ROWS, row -> (1 + row) + ",000");
    assertThat(samples.problems())
        .anyMatch(problem -> problem.contains("comma (or one that separates thousands), such as"));
  }

  @Test
  void aDateThatIsNoneIsPlaced() {
    Samples samples =
        withLabel().column("day", ROWS, row -> row == 50 ? "soon" : "2025-01-" + (10 + row % 20));
    assertThat(samples.problems())
        .contains(
            "column 'day' has 1 value that is no date: 'soon' (a.csv:52) (if it is missing, see data.null-values)");
  }

  @Test
  void weightsAreFoundByNameIfPositive() {
    assertThat(role("sample_weight", row -> "0." + (row + 1))).isEqualTo(Role.WEIGHT);
    assertThat(role("sampleWeight", row -> "" + (row + 1))).isEqualTo(Role.WEIGHT);
    assertThat(role("weight", row -> "" + (row - 1))).isEqualTo(Role.FEATURE);
    Samples bodies = withLabel();
    bodies.column("height", ROWS, row -> "" + (150 + row % 40));
    bodies.column("weight", ROWS, row -> "" + (50 + row % 40));
    assertThat(bodies.proposal("weight").role()).isEqualTo(Role.FEATURE);
  }

  @Test
  void identifiersAreLeftOut() {
    assertThat(role("customer_id", row -> "C-" + row)).isEqualTo(Role.IDENTIFIER);
    assertThat(role("anything", row -> "u" + row)).isEqualTo(Role.IDENTIFIER);
    assertThat(role("userId", row -> "" + (1000 + 7 * row))).isEqualTo(Role.IDENTIFIER);
    assertThat(role("", row -> "" + row)).isEqualTo(Role.IDENTIFIER);
    assertThat(role("index", row -> "" + (row + 1))).isEqualTo(Role.IDENTIFIER);
    assertThat(role("amount", row -> "" + (1000 + 7 * row))).isEqualTo(Role.FEATURE);
  }

  @Test
  void codesAreCategoriesIfTheyAreFew() {
    assertThat(role("zip", row -> "0213" + row % 4)).isEqualTo(Role.CATEGORY);
    assertThat(role("area", row -> "00" + row % 4)).isEqualTo(Role.CATEGORY);
    assertThat(role("store_id", row -> "" + (row % 5))).isEqualTo(Role.CATEGORY);
    assertThat(role("zip", row -> "" + (10_000 + 17 * row))).isEqualTo(Role.LEAVE_OUT);
    assertThat(role("n_tickets", row -> "" + (row % 5))).isEqualTo(Role.FEATURE);
  }

  @Test
  void textIsACategoryIfRowsShareValues() {
    assertThat(role("plan", row -> "p" + row % 4)).isEqualTo(Role.CATEGORY);
    assertThat(role("active", row -> row % 2 == 0 ? "true" : "false")).isEqualTo(Role.CATEGORY);
    assertThat(role("city", row -> "c" + row % 70)).isEqualTo(Role.LEAVE_OUT);
    assertThat(role("review", row -> "one of many long reviews " + row)).isEqualTo(Role.LEAVE_OUT);
    assertThat(
            withLabel()
                .column("review", ROWS, row -> "one of many long reviews " + row)
                .proposal("review")
                .reason())
        .contains("hash");
  }

  @Test
  void datesAreDates() {
    assertThat(role("day", row -> "2025-01-" + (10 + row % 20))).isEqualTo(Role.DATE);
    assertThat(role("seen", row -> "2025-01-01 10:00:" + (10 + row % 50))).isEqualTo(Role.DATE);
    assertThat(role("day", row -> (10 + row % 20) + "/12/2025")).isEqualTo(Role.LEAVE_OUT);
    Proposal epoch =
        withLabel()
            .column("last_login_epoch", ROWS, row -> "" + (1_700_000_000L + 977L * row))
            .proposal("last_login_epoch");
    assertThat(epoch.role()).isEqualTo(Role.FEATURE);
    assertThat(epoch.reason()).startsWith("seconds from 1970");
  }

  @Test
  void numbersWithUnitsAreNamed() {
    Samples samples =
        withLabel()
            .column("price", ROWS, row -> "$1,0" + (10 + row % 80) + ".50")
            .column("size", ROWS, row -> row + " kg")
            .column("share", ROWS, row -> row + ".5%")
            .column("code", ROWS, row -> "A" + row % 30);
    assertThat(samples.proposals())
        .extracting(Proposal::role)
        .containsExactly(Role.LABEL, Role.LEAVE_OUT, Role.LEAVE_OUT, Role.LEAVE_OUT, Role.CATEGORY);
    assertThat(samples.problems())
        .contains(
            "column 'price' has numbers with units or separators, such as '$1,010.50': write plain numbers, such as 1234.5")
        .hasSize(3);
  }

  @Test
  void columnsWithoutVariationAreLeftOut() {
    assertThat(role("a", row -> "7")).isEqualTo(Role.LEAVE_OUT);
    assertThat(role("a", row -> "")).isEqualTo(Role.LEAVE_OUT);
    assertThat(role("a", row -> row % 2 == 0 ? "x" : "NA")).isEqualTo(Role.LEAVE_OUT);
  }

  @Test
  void configuredRolesHavePrecedence() {
    Samples samples = withLabel().column("zip", ROWS, row -> "" + (10_000 + 17 * row));
    samples.column("plan", ROWS, row -> "p" + row % 4);
    GivenRoles given =
        new GivenRoles(
            Map.of(
                2, new GivenRoles.Given(Role.LABEL, "data.label-column"),
                1, new GivenRoles.Given(Role.CATEGORY, "data.categorical-columns")),
            false,
            false);
    List<Proposal> proposals = RoleProposals.of(samples.profiles(), given);
    assertThat(proposals)
        .extracting(Proposal::role)
        .containsExactly(Role.CATEGORY, Role.CATEGORY, Role.LABEL);
    assertThat(proposals.get(2).reason()).isEqualTo("data.label-column; 4 classes");
  }

  @Test
  void columnsNotListedAsFeaturesAreLeftOut() {
    Samples samples = withLabel().column("a", ROWS, row -> "" + row);
    samples.column("b", ROWS, row -> "" + row);
    GivenRoles given =
        new GivenRoles(
            Map.of(1, new GivenRoles.Given(Role.FEATURE, "data.feature-columns")), true, false);
    assertThat(RoleProposals.of(samples.profiles(), given))
        .extracting(Proposal::role)
        .containsExactly(Role.LABEL, Role.FEATURE, Role.LEAVE_OUT);
  }

  @Test
  void problemsAreListedTogether() {
    Samples samples =
        new Samples()
            .column("x", ROWS, row -> row == 5 ? "oops" : row + ".5")
            .column("X", ROWS, row -> row + ",5")
            .column("same", ROWS, row -> "1")
            .column("label", ROWS, row -> row == 0 ? "rare" : row == 1 ? "" : "c" + row % 2);
    assertThat(samples.problems())
        .contains(
            "columns 'x' and 'X' differ only in case: many tools cannot tell them apart",
            "the label 'label' is missing in 1 row (1.0%)",
            "1 class of the label 'label' has one row only: 'rare'",
            "column 'x' has 1 value that is no number: 'oops' (a.csv:7) (if it is missing, see data.null-values)",
            "column 'same' does not vary: one value only")
        .anyMatch(line -> line.startsWith("column 'X' has 100 numbers with a decimal comma"))
        .hasSize(6);
  }

  @Test
  void aHeaderThatLooksLikeARowIsDoubted() {
    Samples samples =
        new Samples()
            .column("sunny", ROWS, row -> row % 2 == 0 ? "sunny" : "rain")
            .column("yes", ROWS, row -> row % 3 == 0 ? "yes" : "no");
    assertThat(samples.problems())
        .singleElement()
        .asString()
        .contains("'sunny', 'yes' occur again", "data.header = false");
  }

  @Test
  void theSampleTakesSplitsFromAllFiles() {
    List<InputSplit> splits =
        IntStream.range(0, 1000).mapToObj(i -> new InputSplit("f" + i, null, 0, 10)).toList();
    List<String> files = FileSample.spread(splits).stream().map(InputSplit::file).toList();
    assertThat(files).hasSize(FileSample.MAX_SPLITS).doesNotHaveDuplicates().contains("f0", "f984");
  }
}
