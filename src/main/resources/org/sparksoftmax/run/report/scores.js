// The ROC and the precision-recall curves of the classes.

const DRAWN_SCORES = 8; // as many as there are colours

/** The curves of a set, each with the name of its class and the points of both drawings. */
function scoreCurves(run, set) {
  const names = classNames(run);
  return (((run.details || {}).scoreCurves || {})[set] || []).map((curve) => {
    const precision = (i) => {
      const right = curve.recall[i] * curve.positives;
      return right / (right + curve.falsePositiveRate[i] * curve.others);
    };
    const pairs = curve.recall.map((recall, i) => [recall, precision(i)]);
    return {
      ...curve,
      name: nameOf(names, run.labels[curve.class] || String(curve.class)),
      roc: [[0, 0], ...curve.recall.map((recall, i) => [curve.falsePositiveRate[i], recall])],
      precisionRecall: pairs.length > 0 ? [[0, pairs[0][1]], ...pairs] : [],
    };
  });
}

/** Which curves are drawn in colour: by a rank of which the lowest come first. */
const SCORE_CHOICES = {
  worst: ["Lowest average precision", (curve) => curve.averagePrecision],
  largest: ["Most rows", (curve) => -curve.positives],
};

/** The curves in colour, at most one for each colour; others are grey. */
function chosenScores(curves, which) {
  if (!SCORE_CHOICES[which]) {
    return curves.filter((curve) => String(curve.class) === which);
  }
  const rank = SCORE_CHOICES[which][1];
  const chosen = new Set([...curves].sort((a, b) => rank(a) - rank(b)).slice(0, DRAWN_SCORES));
  return curves.filter((curve) => chosen.has(curve));
}

function scoresOption(c, curves, chosen, kind) {
  const roc = kind === "roc";
  const shares = { type: "value", min: 0, max: 1, interval: 0.2 };
  const line = (curve, more) => ({
    type: "line", name: curve.name, data: roc ? curve.roc : curve.precisionRecall,
    showSymbol: false, emphasis: { disabled: true }, ...more,
  });
  const grey = curves.filter((curve) => !chosen.includes(curve)).map((curve) =>
    line(curve, { silent: true, lineStyle: { width: 1, color: c.muted, opacity: 0.35 }, itemStyle: { color: c.muted } }));
  const colored = chosen.map((curve, i) =>
    line(curve, { lineStyle: { width: 1.8, color: c.series[i] }, itemStyle: { color: c.series[i] } }));
  const random = roc && {
    type: "line", data: [[0, 0], [1, 1]], showSymbol: false, silent: true,
    lineStyle: { color: c.muted, type: "dashed", width: 1 }, itemStyle: { color: c.muted },
  };
  return {
    title: { text: roc ? "recall" : "precision", left: 0, top: 4, padding: 0,
      textStyle: { fontSize: 13, fontWeight: 600, color: c.ink } },
    grid: { left: 36, right: 16, top: 34, bottom: 52 },
    xAxis: axis(c, { ...shares, name: roc ? "false positive rate" : "recall", nameLocation: "middle", nameGap: 28 }),
    yAxis: axis(c, shares),
    series: [...(random ? [random] : []), ...grey, ...colored],
  };
}

function scoresSection(run) {
  const part = section("scores", "Curves by class",
    "ROC and precision-recall of each class against the rest, for every threshold of its probability. AUC is the area under the ROC curve; the dashed line is that of random scores. Average precision is the area under the precision-recall curve; that of random scores is the fraction of the rows that belong to the class.");
  const sets = setsOf(run).filter((set) => scoreCurves(run, set).length > 0);
  if (sets.length === 0) {
    add(part, empty((run.details || {}).scoreCurves
      ? "No class has both rows of its own and rows of others."
      : "The run has no report.json with these curves; train with a newer version to create it."));
    return;
  }
  const all = (run.summary.train || {}).classes;
  const state = { which: "worst", curves: [], chosen: [], charts: [] };
  const controls = el("div", { class: "controls" });
  const holder = el("div", { class: "beside" });
  const legend = el("div");
  const note = el("p", { class: "muted" });
  add(part, controls, holder, legend, note);
  const drawLegend = () => legend.replaceChildren(scoreTable(state.chosen, SET_NAMES[measured.set]));
  const show = () => {
    state.curves = scoreCurves(run, measured.set);
    state.chosen = chosenScores(state.curves, state.which);
    controls.replaceChildren(scoreChoice(state, show));
    note.textContent = [
      state.chosen.length < state.curves.length && "The curves of the other classes are grey.",
      state.curves.length < all && "There are curves of the " + count(state.curves.length) +
        " classes with the most rows, of " + count(all) + ".",
    ].filter(Boolean).join(" ");
    drawLegend();
    state.charts.forEach((drawnChart) => drawnChart.draw());
  };
  onMeasures(show);
  for (const [kind, label] of [["roc", "ROC curves"], ["precision", "Precision-recall curves"]]) {
    const side = el("div");
    holder.append(side);
    state.charts.push(chart(side, label, (c) => scoresOption(c, state.curves, state.chosen, kind),
      (width) => Math.min(400, Math.max(260, width * 0.8))));
  }
  redrawn(drawLegend);
}

function scoreChoice(state, show) {
  const few = state.curves.length <= DRAWN_SCORES;
  const groups = few ? [["worst", "All"]] : Object.entries(SCORE_CHOICES).map(([which, [text]]) => [which, text]);
  const options = [...groups, ...state.curves.map((curve) => [String(curve.class), short(curve.name, 30)])];
  if (!options.some(([which]) => which === state.which)) {
    state.which = "worst"; // the class has no curve in this set
    state.chosen = chosenScores(state.curves, state.which);
  }
  return selection("Classes", options, state.which, (which) => {
    state.which = which;
    show();
  });
}

/** The legend: the areas of the curves in colour. */
function scoreTable(chosen, set) {
  return table("Areas under the curves on " + set + " data",
    [{ title: "Class" }, { title: "AUC", number: true }, { title: "Average precision", number: true },
      { title: "Of random scores", number: true }],
    chosen.map((curve, i) => [
      el("span", { class: "nowrap", title: curve.name },
        el("i", { class: "swatch", style: "background:" + colors().series[i] }), short(curve.name)),
      fixed(curve.auc), fixed(curve.averagePrecision),
      fixed(curve.positives / (curve.positives + curve.others)),
    ]));
}
