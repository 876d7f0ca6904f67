package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigText;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.Names;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.Secrets;

/** Writes the proposals as a configuration file for {@code train}. */
final class ProposedConfig {

  /** The fewest rows of which some are held out for testing. */
  private static final long MIN_SPLIT_ROWS = 20;

  /** The most left-out columns whose reasons the file gives one by one. */
  private static final int MAX_REASONS = 200;

  private final TrainingConfig config;
  private final DataProfile data;
  private final List<Proposal> proposals;
  private final SortedMap<String, String> changes;
  private final List<String> lines = new ArrayList<>();

  private ProposedConfig(TrainingConfig config, DataProfile data, List<Proposal> proposals) {
    this.config = config;
    this.data = data;
    this.proposals = proposals;
    this.changes = ConfigText.changes(config);
  }

  /** Returns the text of the file. Keys that the configuration sets keep their values. */
  static String of(TrainingConfig config, DataProfile data, List<Proposal> proposals) {
    ProposedConfig proposed = new ProposedConfig(config, data, proposals);
    proposed.write();
    return String.join("\n", proposed.lines) + "\n";
  }

  private void write() {
    lines.add(
        comment(
            String.format(
                Locale.ROOT,
                "Proposed by submit/softmax inspect from %s of %s.",
                Count.of(data.rows(), "row"),
                Secrets.mask(config.data().path()))));
    lines.add("");
    lines.add("data {");
    set("data.format", config.data().format().toString());
    if (changes.containsKey("data.path")) {
      set("data.path", ConfigText.quoted(config.data().path()));
    }
    if (!config.data().format().isTable()) {
      set("data.header", Boolean.toString(data.header()));
    }
    writeRoles();
    writeMissing();
    writeBadRows();
    writeSplit();
    writeOthers("data.");
    lines.add("}");
    writeTraining();
    writeOthers("");
  }

  private void writeRoles() {
    writeOne("data.label-column", Role.LABEL);
    writeOne("data.weight-column", Role.WEIGHT);
    boolean listed = !config.data().featureColumns().isEmpty();
    if (!listed) {
      writeColumns("data.exclude-columns", proposals.stream().filter(this::isExcluded).toList());
    }
    writeColumns("data.categorical-columns", of(Role.CATEGORY));
    writeColumns("data.datetime-columns", of(Role.DATE));
  }

  /**
   * Whether a column needs to be listed to be left out. One without a name does not; and one that
   * is named like a label is never excluded in its name.
   */
  private boolean isExcluded(Proposal proposal) {
    ColumnProfile column = proposal.column();
    return proposal.role().isLeftOut() && !column.name().isEmpty() && !proposal.isUnusableLabel();
  }

  private void writeOne(String key, Role role) {
    List<Proposal> found = of(role);
    if (found.size() == 1 && !changes.containsKey("data.target-columns")) {
      Proposal proposal = found.get(0);
      lines.add("");
      lines.add("  " + comment(role + ": " + proposal.reason()));
      set(key, ConfigText.quoted(reference(proposal.column())));
    } else if (role == Role.LABEL && found.isEmpty()) {
      lines.add("");
      lines.add("  " + comment("no column looks like a label: name it here"));
      proposals.stream()
          .filter(Proposal::isUnusableLabel)
          .forEach(p -> lines.add("  " + comment(p.column().name() + ": " + p.reason())));
      lines.add("  # label-column = ");
    }
  }

  private void writeColumns(String key, List<Proposal> found) {
    if (found.isEmpty()) {
      return;
    }
    lines.add("");
    for (Proposal proposal : found.subList(0, Math.min(MAX_REASONS, found.size()))) {
      lines.add("  " + comment(proposal.column().name() + ": " + proposal.reason()));
    }
    set(key, ConfigText.quoted(found.stream().map(p -> reference(p.column())).toList()));
  }

  /** The name of a column, or its position if the header has none. */
  private static String reference(ColumnProfile column) {
    return column.name().isEmpty() ? Integer.toString(column.position()) : column.name();
  }

  private void writeMissing() {
    List<String> names =
        proposals.stream()
            .filter(p -> p.isFeature() && p.column().missing() > 0)
            .map(
                p ->
                    String.format(
                        Locale.ROOT,
                        "%s (%s)",
                        Names.shown(p.column().name()),
                        RoleProposals.percent(p.column().missing(), p.column().rows())))
            .toList();
    if (names.isEmpty() || changes.containsKey("data.missing")) {
      return;
    }
    lines.add("");
    lines.add("  " + comment("values are missing in " + String.join(", ", names)));
    set("data.missing", "mean");
    set("data.missing-indicators", "true");
  }

  private void writeBadRows() {
    UnusableRows unusable = UnusableRows.of(data, proposals);
    if (unusable.count() == 0 || changes.containsKey("data.bad-rows")) {
      return;
    }
    lines.add("");
    if (unusable.areFew()) {
      lines.add("  " + comment(unusable + ": such rows go to rejected/"));
      set("data.bad-rows", "quarantine");
    } else {
      lines.add("  " + comment(unusable + ": quarantine would leave these rows out"));
      lines.add("  # bad-rows = quarantine");
    }
  }

  private void writeSplit() {
    boolean split = changes.keySet().stream().anyMatch(key -> key.startsWith("data.test."));
    if (!split && data.rows() >= MIN_SPLIT_ROWS) {
      lines.add("");
      lines.add("  " + comment("a fifth of the rows is held out, to measure the model"));
      set("data.test.fraction", "0.2");
    }
  }

  private void writeTraining() {
    if (!changes.containsKey("standardization")) {
      lines.add("");
      lines.add(comment("the columns have different units: the penalty treats them alike"));
      lines.add("standardization = true");
    }
  }

  /** Writes the settings of the user that were not written yet. */
  private void writeOthers(String group) {
    for (String key : new TreeSet<>(changes.keySet())) {
      if (changes.get(key).contains("***")) {
        lines.add(comment("set " + key + " again: it may hold secrets, which are not written"));
        changes.remove(key);
      } else if (key.startsWith(group)) {
        if (group.isEmpty()) {
          lines.add(key + " = " + changes.get(key));
        } else {
          set(key, changes.get(key));
        }
      }
    }
  }

  private List<Proposal> of(Role role) {
    return proposals.stream().filter(p -> p.role() == role).toList();
  }

  /** Adds a key of the group data. */
  private void set(String key, String value) {
    lines.add("  " + key.substring("data.".length()) + " = " + value);
    changes.remove(key);
  }

  private static String comment(String text) {
    return "# " + OneLine.of(text);
  }
}
