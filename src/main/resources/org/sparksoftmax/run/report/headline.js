// The model and its measures.

const STOPS = {
  CONVERGED: "converged",
  MAX_ITERATIONS: "stopped at the maximum number of iterations",
  MAX_SECONDS: "stopped at the time limit",
  EARLY_STOPPED: "stopped early, when validation no longer improved",
};

function stopText(summary) {
  return STOPS[summary.stopReason] || stopWords(summary);
}

/** Such as: max iterations. */
function stopWords(summary) {
  return String(summary.stopReason).toLowerCase().replaceAll("_", " ");
}

/** Such as: A linear model of 10 classes and 64 features. */
function modelText(summary) {
  const train = summary.train || {};
  const layers = summary.hiddenLayers || [];
  const kind = layers.length
    ? "A network of " + [count(train.features) + " features", ...layers.map(count)].join(" → ") +
      " → " + count(train.classes) + " classes (" + summary.activation + ")"
    : "A linear softmax model of " + count(train.features) + " features and " +
      count(train.classes) + " classes";
  return kind + ", trained on " + count(train.rows) + " rows";
}

function figure(title, value, note) {
  return el("div", {}, el("dt", {}, title), el("dd", {}, value, note && el("small", {}, note)));
}

function headline(run) {
  const summary = run.summary;
  const set = bestSet(run);
  const measures = (set && summary[set]) || {};
  const first = el("section", { id: "result", "aria-label": "Result" });
  document.getElementById("content").append(first);
  document.getElementById("contents").append(el("a", { href: "#result" }, "Result"));
  document.title = run.name + " – spark-softmax report";
  add(
    first,
    el("h1", {}, run.name),
    el("p", { class: "lead" }, modelText(summary) + "; it " + stopText(summary) + "."),
    summary.warning && el("p", { class: "warning", role: "note" }, "Warning: " + summary.warning),
    el(
      "dl",
      { class: "figures" },
      figure("Accuracy", percent(measures.accuracy, 2), "on " + SET_NAMES[set] + " data"),
      figure("Log loss", fixed(measures.logLoss), "on " + SET_NAMES[set] + " data"),
      figure("Objective", significant(summary.objective, 6),
        "loss " + significant(summary.loss, 4) + " + penalty " + significant(summary.regularization, 4) +
        (isNumber(summary.regularizationStrength)
          ? " of strength " + significant(summary.regularizationStrength, 4) : "")),
      figure("Iterations", count(summary.iterations),
        significant(summary.passes, 4) + " passes over the data"),
      !isFit(run) && figure("Time", duration((summary.seconds || {}).total),
        "including training " + duration((summary.seconds || {}).train || (summary.seconds || {}).tune))),
    (summary.warnings || []).map((warning) =>
      el("p", { class: "warning", role: "note" }, "Warning: " + warning)),
    measuresTable(run));
  unknowns(run).forEach((text) => add(first, el("p", { class: "muted" }, text)));
}

const MEASURES = [
  ["Accuracy", (m) => m.accuracy, (v) => percent(v, 2), 1],
  ["Log loss", (m) => m.logLoss, fixed, -1],
  ["Macro F1", (m) => m.macroF1, fixed, 1],
  ["AUC", (m) => m.aucMacro, fixed, 1],
  ["Brier score", (m) => m.brier, fixed, -1],
  ["Calibration error", (m) => m.ece, fixed, -1],
];

function measuresTable(run) {
  const top = Object.keys(((run.summary[bestSet(run)] || {}).topKAccuracy) || {});
  const columns = [
    { title: "Data" },
    { title: "Rows", number: true },
    ...MEASURES.map(([title]) => ({ title, number: true })),
    ...top.slice(-1).map((k) => ({ title: "Top " + k, number: true })),
  ];
  const rows = setsOf(run).map((set) => {
    const m = run.summary[set];
    return [
      SET_NAMES[set],
      count(m.rows),
      ...MEASURES.map(([, value, show]) => show(value(m))),
      ...top.slice(-1).map((k) => percent((m.topKAccuracy || {})[k], 2)),
    ];
  });
  return table("Measures on each set of rows", columns, rows);
}

/** Labels that are unknown to the model, and rows that were omitted. */
function unknowns(run) {
  const lines = [];
  for (const set of setsOf(run)) {
    const m = run.summary[set];
    const name = SET_NAMES[set][0].toUpperCase() + SET_NAMES[set].slice(1) + " data: ";
    if (m.rejected) {
      lines.push(name + count(m.rejected) + " bad rows were omitted.");
    }
    if (m.unknownLabelRows) {
      lines.push(name + count(m.unknownLabelRows) +
        " rows have labels that are not in the training data (" +
        Object.keys(m.unknownLabels || {}).slice(0, 5).join(", ") + "); they count as errors.");
    }
  }
  return lines;
}
