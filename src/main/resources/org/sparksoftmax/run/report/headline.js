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
  const kept = note && note.replaceAll(/(\d) (%|ms|s|min|h)(?=$|[ ;,])/g, "$1\u00a0$2"); // a number stays with its unit
  return el("div", {}, el("dt", {}, title), el("dd", {}, value, kept && el("small", {}, kept)));
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
      figure("Accuracy", judged(percent(measures.accuracy, 2), isPoor(measures, ACCURACY)),
        "on " + SET_NAMES[set] + " data" + beside(measures, ACCURACY, "most frequent class")),
      figure("Log loss", judged(fixed(measures.logLoss), isPoor(measures, LOG_LOSS)),
        "on " + SET_NAMES[set] + " data" + beside(measures, LOG_LOSS, "class frequencies")),
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
    poorLosses(run).map((text) => el("p", { class: "warning", role: "note" }, "Warning: " + text)),
    measuresTable(run),
    setsOf(run).some((set) => run.summary[set].baseline) && el("p", { class: "muted" }, BASELINE_TEXT));
  unknowns(run).forEach((text) => add(first, el("p", { class: "muted" }, text)));
}

/** Title, value of the measures, text, sign of a better value; value of the baseline, if there is one. */
const MEASURES = [
  ["Accuracy", (m) => m.accuracy, (v) => percent(v, 2), 1, (b) => b.accuracy],
  ["Log loss", (m) => m.logLoss, fixed, -1, (b) => b.logLoss],
  ["Macro F1", (m) => m.macroF1, fixed, 1],
  ["AUC", (m) => m.aucMacro, fixed, 1, () => 0.5],
  ["Brier score", (m) => m.brier, fixed, -1],
  ["Calibration error", (m) => m.ece, fixed, -1],
];
const [ACCURACY, LOG_LOSS] = MEASURES;
const BASELINE_TEXT = "Class frequencies: the same prediction for every row, from the training rows alone: " +
  "their most frequent class for the accuracy, their class frequencies for the log loss.";

function baselineOf(m, [, , , , ofBaseline]) {
  return m.baseline && ofBaseline ? ofBaseline(m.baseline) : undefined;
}

/** Whether a measure is worse than that of the class frequencies. */
function isPoor(m, measure) {
  const [, value, , better] = measure;
  const baseline = baselineOf(m, measure);
  return isNumber(value(m)) && isNumber(baseline) && better * (value(m) - baseline) < 0;
}

/** A value, marked in colour and words if it is poor. */
function judged(text, poor) {
  return poor ? el("span", { class: "poor", title: "worse than the class frequencies" }, text) : text;
}

/** Such as: ; most frequent class 10.20 % */
function beside(m, measure, what) {
  const baseline = baselineOf(m, measure);
  const [, , show] = measure;
  return isNumber(baseline) ? "; " + what + " " + show(baseline) : "";
}

/** The remedy for each set whose log loss is poor, unless a warning of the run has it. */
function poorLosses(run) {
  const warned = run.summary.warnings || [];
  return setsOf(run)
    .filter((set) => isPoor(run.summary[set], LOG_LOSS) && !warned.some((text) => text.startsWith(set + " log")))
    .map((set) => "the log loss on " + SET_NAMES[set] + " data, " + fixed(run.summary[set].logLoss) +
      ", is worse than that of the class frequencies alone, " + fixed(baselineOf(run.summary[set], LOG_LOSS)) + ". " +
      (set === "train"
        ? "The model does not fit its training rows: check the stop reason, and allow more iterations or lower the step size."
        : "The model probably overfits: strengthen the regularization, or stop early on validation data."));
}

function measuresTable(run) {
  const top = Object.keys(((run.summary[bestSet(run)] || {}).topKAccuracy) || {});
  const columns = [
    { title: "Data" },
    { title: "Rows", number: true },
    ...MEASURES.map(([title]) => ({ title, number: true })),
    ...top.slice(-1).map((k) => ({ title: "Top " + k, number: true })),
  ];
  const rows = setsOf(run).flatMap((set) => {
    const m = run.summary[set];
    const measuredRow = [
      SET_NAMES[set],
      count(m.rows),
      ...MEASURES.map((measure) => {
        const [, value, show] = measure;
        return judged(show(value(m)), isPoor(m, measure));
      }),
      ...top.slice(-1).map((k) => percent((m.topKAccuracy || {})[k], 2)),
    ];
    const muted = (text) => el("span", { class: "muted" }, text);
    const baselineRow = [
      muted("class frequencies"),
      "",
      ...MEASURES.map((measure) => {
        const [, , show, , ofBaseline] = measure;
        return ofBaseline ? muted(show(baselineOf(m, measure))) : "";
      }),
      ...top.slice(-1).map(() => ""),
    ];
    return m.baseline ? [measuredRow, baselineRow] : [measuredRow];
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
