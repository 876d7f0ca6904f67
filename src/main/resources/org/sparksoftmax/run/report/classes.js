// The choice of the data set, and the measures of every class.

/** The measures of the selected set, which all sections show. */
const measured = { run: null, set: null, listeners: [] };

function onMeasures(listener) {
  measured.listeners.push(listener);
  listener(measured.run.summary[measured.set], measured.set);
}

function setChoice() {
  const sets = setsOf(measured.run);
  return sets.length > 1 && el(
    "div",
    { class: "controls" },
    choice("Rows of", sets.map((set) => [set, SET_NAMES[set]]), measured.set, (set) => {
      measured.set = set;
      measured.listeners.forEach((listener) => listener(measured.run.summary[set], set));
    }));
}

function classesSection(run) {
  measured.run = run;
  measured.set = bestSet(run);
  const part = section("classes", "Classes",
    "Precision: the fraction of rows predicted as the class that belong to it. Recall: the fraction of its rows that are predicted as it. F1 is their harmonic mean.");
  if (!measured.set) {
    add(part, empty("This run has no measures."));
    return;
  }
  const names = classNames(run);
  const holder = el("div");
  add(part, setChoice(), holder);
  onMeasures((measures, set) => {
    const rows = measures.perClass || [];
    if (rows.length === 0) {
      holder.replaceChildren(empty("The summary has no measures by class."));
      return;
    }
    const bar = (title, value) => ({ title, value, show: (row) => meter(value(row)), number: true, meters: true });
    const columns = [
      { title: "Class", value: (row) => rows.indexOf(row), show: (row) => nameOf(names, row.label), filter: true },
      { title: "Rows", value: (row) => row.rows, show: (row) => count(row.rows), number: true },
      bar("Precision", (row) => row.precision),
      bar("Recall", (row) => row.recall),
      bar("F1", (row) => row.f1),
      bar("AUC", (row) => row.auc),
    ];
    const long = rows.length > 50;
    holder.replaceChildren();
    add(
      holder,
      sortedTable("Measures of each class on " + SET_NAMES[set] + " data", columns, rows,
        long ? 4 : 0, true),
      limitNote(run, rows));
  });
}

function limitNote(run, rows) {
  const all = (run.summary.train || {}).classes;
  return rows.length < all
    ? el("p", { class: "muted" }, "The " + count(rows.length) + " classes with the most rows, of " + count(all) + ".")
    : null;
}
