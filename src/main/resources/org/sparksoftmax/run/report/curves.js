// The curves of the optimisation over iterations or seconds.

const CURVES = [
  { title: "objective", log: "auto", lines: [["objective", "objective", 0], ["validationLoss", "validation loss", 1]] },
  { title: "gradient norm", log: true, lines: [["gradientNorm", "gradient norm", 2]] },
  { title: "validation accuracy", lines: [["validationAccuracy", "validation accuracy", 1]] },
];
const PANEL = 190;
const GAP = 46;

/** The points to draw; those without a value are omitted, so that lines connect their neighbours. */
function points(curves, measure, x, positiveOnly) {
  const values = curves[measure] || [];
  return values
    .map((value, i) => [curves[x][i], value])
    .filter(([at, value]) => isNumber(at) && isNumber(value) && (!positiveOnly || value > 0));
}

/** Whether the range of the values requires a logarithmic axis. */
function isWide(values) {
  const positive = values.filter((value) => value > 0);
  return positive.length === values.length && positive.length > 0 &&
    Math.max(...positive) > 5 * Math.min(...positive);
}

/** The range of the data; by default, a logarithmic axis ends at powers of 10. Over many powers, the labels would collide. */
const CLOSE_DECADES = 2;
const closeBounds = {
  min: ({ min }) => { const unit = 10 ** Math.floor(Math.log10(min)); return unit * Math.floor(min / unit); },
  max: ({ max }) => { const unit = 10 ** Math.floor(Math.log10(max)); return unit * Math.ceil(max / unit); },
};

function panelsOf(runs) {
  return CURVES
    .map((panel) => ({
      ...panel,
      lines: panel.lines.filter(([measure]) => runs.some((run) => (run.curves[measure] || []).some(isNumber))),
    }))
    .filter((panel) => panel.lines.length > 0);
}

function curvesOption(c, runs, panels, x, width) {
  const compared = runs.length > 1;
  const left = width < 500 ? 52 : 64;
  const name = x === "iteration" ? "iteration" : "seconds";
  const series = [];
  const axes = { x: [], y: [], grid: [], titles: [] };
  panels.forEach((panel, p) => {
    const all = runs.flatMap((run) =>
      panel.lines.flatMap(([measure]) => (run.curves[measure] || []).filter(isNumber)));
    const log = panel.log === true || (panel.log === "auto" && isWide(all));
    const top = 34 + p * (PANEL + GAP);
    axes.grid.push({ left, right: RIGHT, top, height: PANEL - 34 });
    axes.titles.push({
      padding: 0,
      text: panel.title + (log ? " (log scale)" : ""),
      left: 0, top: top - 26,
      textStyle: { fontSize: 13, fontWeight: 600, color: c.ink },
    });
    axes.x.push(axis(c, {
      type: "value", gridIndex: p, min: "dataMin", max: "dataMax", splitLine: { show: false },
      name: p === panels.length - 1 ? name : "", nameLocation: "middle", nameGap: 26,
      axisLabel: { color: c.muted, fontSize: 12, hideOverlap: true, formatter: (v) => significant(v, 5) },
      axisPointer: { label: { show: false } },
    }));
    axes.y.push(axis(c, {
      type: log ? "log" : "value", gridIndex: p, scale: true, splitNumber: 4,
      ...(panel.log === "auto" && log && Math.log10(Math.max(...all) / Math.min(...all)) < CLOSE_DECADES ? closeBounds : {}),
      axisLabel: { color: c.muted, fontSize: 12, hideOverlap: true, formatter: tick },
    }));
    runs.forEach((run, r) => panel.lines.forEach(([measure, text, color], l) => {
      const values = points(run.curves, measure, x, log);
      series.push({
        name: compared ? run.name + (panel.lines.length > 1 ? ", " + text : "") : text,
        type: "line", xAxisIndex: p, yAxisIndex: p, data: values,
        showSymbol: values.length < 2, symbolSize: 5,
        itemStyle: { color: c.series[compared ? r : color] },
        lineStyle: { width: 1.8, color: c.series[compared ? r : color], type: compared && l ? "dashed" : "solid" },
        emphasis: { disabled: true },
      });
    }));
  });
  return {
    title: axes.titles,
    legend: legendOf(c, series, compared, panels),
    grid: axes.grid, xAxis: axes.x, yAxis: axes.y, series,
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: tooltip(c, {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: c.muted, opacity: 0.6 } },
      formatter: (items) =>
        tooltipLines(name + " " + significant(items[0].axisValue, 6),
          items.map((item) => [item.color, item.seriesName + ": " + significant(item.data[1], 6)])),
    }),
    dataZoom: [
      {
        type: "slider", show: !theme.printing, xAxisIndex: panels.map((_, p) => p), height: 22, bottom: 8, left, right: RIGHT,
        showDetail: false, brushSelect: false, borderColor: c.line, fillerColor: mixAlpha(c.accent, 0.14),
        handleStyle: { color: c.page, borderColor: c.muted }, moveHandleSize: 0,
        dataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
        selectedDataBackground: { lineStyle: { opacity: 0 }, areaStyle: { opacity: 0 } },
      },
      { type: "inside", xAxisIndex: panels.map((_, p) => p), zoomOnMouseWheel: "ctrl", moveOnMouseMove: false },
    ],
  };
}

function mixAlpha(color, alpha) {
  const channel = (i) => parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  return "rgba(" + [channel(0), channel(1), channel(2), alpha].join(",") + ")";
}

/** The legend, only for panels with several lines: the title names a single one. */
function legendOf(c, series, compared, panels) {
  if (compared || !panels.some((panel) => panel.lines.length > 1)) {
    return { show: false };
  }
  return {
    right: RIGHT, top: 0, icon: "roundRect", itemWidth: 14, itemHeight: 3, selectedMode: false,
    textStyle: { color: c.ink, fontSize: 12 },
    data: panels.find((panel) => panel.lines.length > 1).lines.map(([, text]) => text),
  };
}

function curvesSection(runs) {
  const part = section("training", "Training",
    runs.length > 1
      ? "Objective, gradient norm and validation of each run. The dashed line is the validation loss."
      : "The objective during training. Training has converged when the gradient norm is near 0 and validation no longer improves.");
  const panels = panelsOf(runs);
  if (panels.length === 0) {
    add(part, empty("No curves: the run has no metrics.jsonl (tune does not write one for its grid)."));
    return;
  }
  if (runs.length === 1 && isNumber(runs[0].summary.bestIteration)) {
    add(part, el("p", {}, "The model has the parameters of iteration " + count(runs[0].summary.bestIteration) +
      ", the best on the validation data."));
  }
  const timed = runs.some((run) => run.curves.seconds.some(isNumber));
  let x = "iteration";
  const holder = el("div");
  let drawnChart = null;
  add(
    part,
    el(
      "div",
      { class: "controls" },
      timed && choice("Over", [["iteration", "Iterations"], ["seconds", "Seconds"]], x, (value) => {
        x = value;
        drawnChart.draw();
      }),
      zoomControls(() => drawnChart.instance)),
    runs.length > 1 && runLegend(runs),
    holder);
  drawnChart = chart(holder, "Curves of the optimisation",
    (c, width) => curvesOption(c, runs, panels, x, width),
    () => panels.length * (PANEL + GAP) + 44);
  const thinned = runs.filter((run) => run.curves.iteration.length < run.curves.lines);
  if (thinned.length > 0) {
    add(part, el("p", { class: "muted" }, "Of " + count(thinned[0].curves.lines) + " iterations " +
      count(thinned[0].curves.iteration.length) + " are drawn, including the extremes of every segment."));
  }
}

/** The legend of the runs. */
function runLegend(runs) {
  const list = el("p", {});
  redrawn(() =>
    list.replaceChildren(...runs.map((run, r) =>
      el("span", { style: "margin-right:20px;white-space:nowrap" },
        el("i", { class: "swatch", style: "background:" + colors().series[r] }), run.name))));
  return list;
}
