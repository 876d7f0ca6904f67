// The comparison of several runs.

function comparisonPage(runs) {
  const first = el("section", { id: "result", "aria-label": "Results" });
  document.getElementById("content").append(first);
  document.getElementById("contents").append(el("a", { href: "#result" }, "Results"));
  document.title = runs.length + " runs – spark-softmax report";
  add(
    first,
    el("h1", {}, runs.length + " runs side by side"),
    el("p", { class: "lead" }, "The best value in each line is highlighted."),
    otherData(runs),
    resultsTable(runs));
  runs.forEach((run) => [run.summary.warning, ...(run.summary.warnings || [])].filter(Boolean)
    .forEach((warning) => add(first, el("p", { class: "warning" }, run.name + ": " + warning))));
  curvesSection(runs);
  differencesSection(runs);
  comparedClasses(runs);
}

function otherData(runs) {
  const prints = new Set(runs.map((run) => run.summary.dataFingerprint));
  return prints.size > 1 && el("p", { class: "warning", role: "note" },
    "These runs were trained on different rows (dataFingerprint): their measures may not be comparable.");
}

/** Lines of values with the best highlighted if better is 1 (larger) or −1 (smaller). */
function comparedRow(title, values, show, better) {
  const numbers = values.filter(isNumber);
  const best = better > 0 ? Math.max(...numbers) : Math.min(...numbers);
  const differ = numbers.some((value) => value !== numbers[0]);
  return [title, ...values.map((value) =>
    better && differ && value === best ? { best: true, text: show(value) } : show(value))];
}

function resultsTable(runs) {
  const rows = [];
  const add = (title, value, show, better) => {
    const values = runs.map(value);
    if (values.some((v) => v !== undefined && v !== null)) {
      rows.push(comparedRow(title, values, show, better));
    }
  };
  for (const set of [...SETS].reverse()) {
    MEASURES.forEach(([title, value, show, better]) =>
      add(title + ", " + SET_NAMES[set], (run) => run.summary[set] && value(run.summary[set]), show, better));
  }
  add("Objective", (run) => run.summary.objective, (v) => significant(v, 7), 0);
  add("Stop reason", (run) => stopWords(run.summary), String, 0);
  add("Iterations", (run) => run.summary.iterations, count, 0);
  add("Passes over the data", (run) => run.summary.passes, (v) => significant(v, 5), -1);
  add("Training time", (run) => (run.summary.seconds || {}).train, duration, -1);
  add("Total time", (run) => (run.summary.seconds || {}).total, duration, -1);
  add("Model", (run) => String(run.summary.modelSha256).slice(0, 12), String, 0);
  return table("Results of each run",
    [{ title: "" }, ...runs.map((run) => ({ title: run.name, number: true }))], rows);
}

function differencesSection(runs) {
  const part = section("configuration", "Configurations");
  const keys = [...new Set(runs.flatMap((run) => run.config.map((entry) => entry.key)))].sort();
  const valueOf = (run, key) => {
    const entry = run.config.find((one) => one.key === key);
    return entry ? entry.value : "–";
  };
  const differing = keys.filter((key) => new Set(runs.map((run) => valueOf(run, key))).size > 1);
  add(part, differing.length === 0
    ? empty("All keys have the same values.")
    : table("Keys whose values differ",
      [{ title: "Key" }, ...runs.map((run) => ({ title: run.name }))],
      differing.map((key) => [keyName(key), ...runs.map((run) => el("code", {}, valueOf(run, key)))])));
}

/** F1 of each class on the last data set that all runs have. */
function comparedClasses(runs) {
  const part = section("classes", "Classes", "F1 of each class in each run.");
  const set = SETS.filter((one) => runs.every((run) => run.summary[one])).at(-1);
  const names = classNames(runs[0]);
  const byLabel = runs.map((run) => new Map((((set && run.summary[set]) || {}).perClass || []).map((row) => [row.label, row])));
  const labels = [...new Set(byLabel.flatMap((rows) => [...rows.keys()]))];
  if (labels.length === 0) {
    add(part, empty("The runs have no data set in common."));
    return;
  }
  const f1 = (r, label) => (byLabel[r].get(label) || {}).f1;
  const spread = (label) => {
    const values = runs.map((_, r) => f1(r, label)).filter(isNumber);
    return values.length < 2 ? undefined : Math.max(...values) - Math.min(...values);
  };
  add(part, sortedTable("F1 on " + SET_NAMES[set] + " data", [
    { title: "Class", value: (label) => labels.indexOf(label), show: (label) => nameOf(names, label), filter: true },
    ...runs.map((run, r) => ({
      title: run.name, value: (label) => f1(r, label), show: (label) => meter(f1(r, label)), number: true, meters: true,
    })),
    { title: "Difference", value: spread, show: (label) => fixed(spread(label)), number: true },
  ], labels, labels.length > 50 ? runs.length + 1 : 0, labels.length <= 50));
}
