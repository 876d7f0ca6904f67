// Confusions between classes: a heat map, a table for few classes, and the most frequent pairs.

const CONFUSION_LIMITS = [20, 40, 80];

/** Orders of classes: each returns positions in the matrix. */
const ORDERS = {
  label: ["Label", (m) => m.rows.map((_, k) => k)],
  size: ["Number of rows", (m) => byFalling(m, (k) => m.totals[k])],
  errors: ["Most errors", (m) => byFalling(m, (k) => m.errors[k])],
  alike: ["By confusion", alikeTogether],
};

function byFalling(matrix, key) {
  return matrix.rows.map((_, k) => k).sort((a, b) => key(b) - key(a) || a - b);
}

/** Starts with the class with the most errors, followed by the class most confused with the previous ones. */
function alikeTogether(matrix) {
  const left = new Set(byFalling(matrix, (k) => matrix.errors[k]));
  const order = [];
  while (left.size > 0) {
    const last = order.slice(-2);
    let next = null;
    let most = 0;
    for (const k of left) {
      const tie = last.reduce((sum, l) => sum + matrix.rows[k][l] + matrix.rows[l][k], 0);
      if (tie > most) {
        most = tie;
        next = k;
      }
    }
    next = next === null ? left.values().next().value : next;
    order.push(next);
    left.delete(next);
  }
  return order;
}

function matrixOf(measures) {
  const rows = measures.confusionMatrix;
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  const totals = rows.map(sum);
  const errors = rows.map((row, k) =>
    totals[k] - row[k] + sum(rows.map((other, l) => (l === k ? 0 : other[k]))));
  return { rows, totals, errors };
}

/** The layout of the cells: their size, and the space for the names of the classes. */
function cellsOf(labels, order, width) {
  const names = order.map((k) => fitting(labels[k], width < 500 ? 90 : 160));
  const longest = Math.max(...names.map(labelWidth));
  const left = 18 + longest;
  const cell = (width - left - 16) / order.length;
  const flat = longest < cell;
  const bottom = flat ? 50 : 44 + longest;
  const row = Math.max(cell * 0.92, order.length <= CONFUSION_LIMITS[1] ? 14 : 6);
  return { names, left, cell, flat, bottom, row, height: Math.round(12 + bottom + row * order.length) };
}

function confusionOption(c, matrix, order, labels, shares, width) {
  const shown = order.length;
  const { names, left, cell, flat, bottom, row: rowHeight } = cellsOf(labels, order, width);
  const value = (k, l) =>
    shares ? (matrix.totals[k] === 0 ? 0 : matrix.rows[k][l] / matrix.totals[k]) : matrix.rows[k][l];
  let most = 0;
  let right = 0;
  order.forEach((k) => order.forEach((l) => {
    most = k === l ? most : Math.max(most, value(k, l));
    right = k === l ? Math.max(right, value(k, l)) : right;
  }));
  const text = (v) => (shares ? (100 * v).toFixed(v < 0.0995 ? 1 : 0) : count(v));
  const cells = [];
  order.forEach((k, row) => order.forEach((l, column) => {
    const v = value(k, l);
    if (v > 0) {
      const share = (v / (k === l ? right : most)) ** 0.7;
      const color = mix(c.page, k === l ? c.accent : c.warm, 0.06 + (k === l ? 0.64 : 0.84) * share);
      cells.push({
        value: [column, row, v],
        itemStyle: { color },
        label: { color: inkOn(color) },
      });
    }
  }));
  const labelled = cell >= 30 && shown <= 30;
  return {
    grid: { left, right: 16, top: 12, bottom },
    xAxis: axis(c, {
      type: "category", data: names, name: "predicted", nameLocation: "middle",
      nameGap: bottom - 22,
      axisLabel: {
        color: c.muted, fontSize: 12, interval: cell < 11 ? "auto" : 0,
        rotate: flat ? 0 : 90,
      },
      splitLine: { show: false },
    }),
    yAxis: axis(c, {
      type: "category", data: names, inverse: true, splitLine: { show: false },
      axisLabel: { color: c.muted, fontSize: 12, interval: rowHeight < 11 ? "auto" : 0 },
    }),
    tooltip: tooltip(c, {
      formatter: (item) => {
        const k = order[item.value[1]];
        const l = order[item.value[0]];
        const rows = matrix.rows[k][l];
        return tooltipLines(
          k === l ? labels[k] + " recognised" : labels[k] + " taken for " + labels[l],
          [[null, significant(rows, 6) + " of " + significant(matrix.totals[k], 6) + " rows (" +
            percent(rows / matrix.totals[k]) + ")"]]);
      },
    }),
    series: [{
      type: "heatmap", data: cells,
      label: { show: labelled, fontSize: cell < 40 ? 10 : 12, formatter: (item) => text(item.value[2]) },
      itemStyle: { borderColor: c.page, borderWidth: cell > 12 ? 1 : 0 },
      emphasis: { itemStyle: { borderColor: c.ink, borderWidth: 1 } },
      progressive: 0,
    }],
  };
}

function confusionsSection(run) {
  const part = section("confusions", "Confusions",
    (measured.set && run.summary[measured.set].confusionMatrix)
      ? "A row for each label, a column for each prediction. Blue cells are correct; orange cells are errors, on a separate scale."
      : "Pairs of classes that the model confuses.");
  if (!measured.set) {
    add(part, empty("This run has no measures."));
    return;
  }
  const names = classNames(run);
  const holder = el("div");
  add(part, holder);
  onMeasures((measures, set) =>
    holder.replaceChildren(
      el(
        "div",
        { class: "beside" },
        measures.confusionMatrix ? heatMap(measures, names, set) : tooManyClasses(run),
        pairs(measures, names, set))));
}

function tooManyClasses(run) {
  return empty("With " + count((run.summary.train || {}).classes) +
    " classes a matrix would be too large: these are the most frequent confusions.");
}

function heatMap(measures, names, set) {
  const matrix = matrixOf(measures);
  const classes = matrix.rows.length;
  const labels = measures.perClass.map((row) => nameOf(names, row.label));
  const limit = CONFUSION_LIMITS[1];
  const state = {
    order: classes > limit ? "errors" : "label",
    shares: true,
    shown: classes > limit ? limit : classes,
  };
  const holder = el("div");
  const note = el("p", { class: "muted", "aria-live": "polite" });
  let map = null;
  const orderNow = () => ORDERS[state.order][1](matrix).slice(0, state.shown);
  const redraw = () => {
    const width = Math.max(440, 190 + 44 * state.shown) + "px"; // no wider than its classes need
    holder.style.maxWidth = width;
    element.style.flexBasis = width;
    map.draw();
    note.textContent = state.shown < classes
      ? "The first " + state.shown + " of " + classes + " classes in this order."
      : "";
  };
  const limits = [...CONFUSION_LIMITS.filter((most) => most < classes), classes];
  const element = el(
    "div",
    {},
    el(
      "div",
      { class: "controls" },
      choice("Show", [["shares", "Shares of a row, %"], ["counts", "Rows"]], "shares", (value) => {
        state.shares = value === "shares";
        redraw();
      }),
      selection("Order", Object.entries(ORDERS).map(([key, [title]]) => [key, title]), state.order, (value) => {
        state.order = value;
        redraw();
      }),
      limits.length > 1 && selection("Classes",
        limits.map((most) => [String(most), most === classes ? "all " + classes : String(most)]),
        String(state.shown), (value) => {
          state.shown = Number(value);
          redraw();
        })),
    holder,
    note,
    classes <= CONFUSION_LIMITS[0] && matrixTable(matrix, labels, set));
  map = chart(holder, "Confusion matrix on " + SET_NAMES[set] + " data",
    (c, width) => confusionOption(c, matrix, orderNow(), labels, state.shares, width),
    (width) => cellsOf(labels, orderNow(), width).height, "canvas");
  redraw();
  return element;
}

/** The matrix as a table. */
function matrixTable(matrix, labels, set) {
  const columns = [{ title: "Label" }, ...labels.map((title) => ({ title, number: true }))];
  return el(
    "details",
    {},
    el("summary", {}, "The matrix as a table"),
    table("Rows of each label (down) by prediction (across) on " + SET_NAMES[set] + " data", columns,
      matrix.rows.map((row, k) => [labels[k], ...row.map((v) => significant(v, 6))])));
}

function pairs(measures, names, set) {
  const confusions = measures.confusions || [];
  if (confusions.length === 0) {
    return empty("All rows were predicted correctly.");
  }
  const rows = new Map((measures.perClass || []).map((row) => [row.label, row.rows]));
  return el(
    "div",
    {},
    el("h3", {}, "Most frequent confusions"),
    sortedTable("Pairs of a label and an incorrect prediction on " + SET_NAMES[set] + " data", [
      { title: "Label", value: (pair) => nameOf(names, pair.label), show: (pair) => nameOf(names, pair.label) },
      { title: "Taken for", value: (pair) => nameOf(names, pair.prediction), show: (pair) => nameOf(names, pair.prediction) },
      { title: "Rows", value: (pair) => pair.rows, show: (pair) => count(pair.rows), number: true },
      {
        title: "Share", value: (pair) => pair.rows / rows.get(pair.label),
        show: (pair) => percent(pair.rows / rows.get(pair.label)), number: true,
      },
    ], confusions, 2, false, 10));
}
