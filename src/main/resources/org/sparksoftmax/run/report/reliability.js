// The reliability of the probabilities.

function reliabilityOption(c, measures, width) {
  const bins = (measures.calibrationBins || []).filter((bin) => bin.rows > 0);
  const most = Math.max(...bins.map((bin) => bin.rows), 1);
  const left = 64;
  const steps = (measures.calibrationBins || []).flatMap((bin) => [[bin.from, bin.rows], [bin.to, bin.rows]]);
  const shares = { min: 0, max: 1, interval: 0.2 };
  return {
    grid: [{ left, right: 20, top: 34, height: 260 }, { left, right: 20, top: 350, height: 70 }],
    title: [
      { text: "fraction of correct rows", left: 0, top: 4, padding: 0, textStyle: { fontSize: 13, fontWeight: 600, color: c.ink } },
      { text: "rows", left: 0, top: 324, padding: 0, textStyle: { fontSize: 13, fontWeight: 600, color: c.ink } },
    ],
    xAxis: [
      axis(c, { type: "value", gridIndex: 0, ...shares }),
      axis(c, {
        type: "value", gridIndex: 1, ...shares, splitLine: { show: false },
        name: "probability of the prediction", nameLocation: "middle", nameGap: 28,
      }),
    ],
    yAxis: [
      axis(c, { type: "value", gridIndex: 0, ...shares }),
      axis(c, { type: "value", gridIndex: 1, splitNumber: 2, min: 0,
        axisLabel: { color: c.muted, fontSize: 12, formatter: tick } }),
    ],
    tooltip: tooltip(c, {
      formatter: (item) => {
        const bin = bins[item.dataIndex];
        return tooltipLines("Probability " + fixed(bin.from, 2) + " to " + fixed(bin.to, 2), [
          [null, count(bin.rows) + " rows"],
          [null, "mean probability " + percent(bin.confidence)],
          [null, "right " + percent(bin.accuracy)],
        ]);
      },
    }),
    series: [
      {
        type: "line", data: [[0, 0], [1, 1]], showSymbol: false, silent: true, tooltip: { show: false },
        lineStyle: { color: c.muted, type: "dashed", width: 1 },
      },
      {
        type: "line", data: bins.map((bin) => [bin.confidence, bin.accuracy]),
        symbol: "circle", symbolSize: (_, item) => 5 + 11 * Math.sqrt(bins[item.dataIndex].rows / most),
        lineStyle: { color: c.accent, width: 1.8 }, itemStyle: { color: c.accent },
      },
      {
        type: "line", xAxisIndex: 1, yAxisIndex: 1, data: steps, showSymbol: false, silent: true,
        tooltip: { show: false }, lineStyle: { width: 0 }, areaStyle: { color: c.accent, opacity: 0.35 },
      },
    ],
  };
}

function reliabilitySection(run) {
  const part = section("reliability", "Reliability",
    "Rows by the probability of their prediction. Probabilities on the dashed line are calibrated; below it the model is overconfident.");
  if (!measured.set || !run.summary[measured.set].calibrationBins) {
    add(part, empty("The summary has no bins of probabilities."));
    return;
  }
  const text = el("p", { "aria-live": "polite" });
  const holder = el("div", { style: "max-width:620px" });
  add(part, text, holder);
  let drawnChart = null;
  onMeasures((measures, set) => {
    text.textContent = "Expected calibration error on " + SET_NAMES[set] + " data: " + fixed(measures.ece) +
      (isNumber(run.summary.temperature) && run.summary.temperature !== 1
        ? "; the logits are divided by the temperature " + significant(run.summary.temperature) + "."
        : ".");
    if (drawnChart) {
      drawnChart.draw();
    } else {
      drawnChart = chart(holder, "Reliability diagram",
        (c, width) => reliabilityOption(c, run.summary[measured.set], width), () => 476);
    }
  });
}
