// The times of the run.

function timeSection(run) {
  const part = section("time", "Time");
  const seconds = run.summary.seconds || {};
  const parts = Object.entries(seconds).filter(([name, value]) => name !== "total" && isNumber(value));
  if (parts.length === 0) {
    add(part, empty("The summary has no times."));
    return;
  }
  const total = parts.reduce((sum, [, value]) => sum + value, 0);
  const bar = el("div", { class: "parts", "aria-hidden": "true" });
  const holder = el("div", { style: "max-width:620px" });
  add(part, bar, holder);
  redrawn(() => {
    const color = (i) => colors().series[i % 8];
    bar.replaceChildren(...parts.map(([, value], i) =>
      el("i", { style: "background:" + color(i) + ";flex:" + Math.max(value, total / 500) + " 0 0" })));
    holder.replaceChildren(table("Seconds of the parts of the run",
      [{ title: "Part" }, { title: "Time", number: true }, { title: "Share", number: true }],
      [
        ...parts.map(([name, value], i) => [
          el("span", {}, el("i", { class: "swatch", style: "background:" + color(i) }), name),
          duration(value), percent(value / total, 0),
        ]),
        ["total", duration(seconds.total), ""],
      ]));
  });
  iterationTimes(part, run);
}

function iterationTimes(part, run) {
  const { iteration, seconds } = run.curves;
  const times = [];
  for (let i = 1; i < iteration.length; i++) {
    const steps = iteration[i] - iteration[i - 1];
    const time = (seconds[i] - seconds[i - 1]) / steps;
    if (steps > 0 && isNumber(time) && time >= 0) {
      times.push([iteration[i], 1000 * time]);
    }
  }
  if (times.length < 2) {
    return;
  }
  add(part, el("h3", {}, "Milliseconds per iteration"));
  chart(part, "Milliseconds per iteration over the run", (c, width) => ({
    grid: { left: width < 500 ? 52 : 64, right: RIGHT, top: 12, bottom: 48 },
    xAxis: axis(c, { type: "value", min: "dataMin", max: "dataMax", splitLine: { show: false },
      name: "iteration", nameLocation: "middle", nameGap: 28, minInterval: 1 }),
    yAxis: axis(c, { type: "value", min: 0, splitNumber: 4, axisLabel: { color: c.muted, fontSize: 12, formatter: tick } }),
    tooltip: tooltip(c, {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: c.muted, opacity: 0.6 } },
      formatter: (items) => tooltipLines("iteration " + count(items[0].axisValue),
        [[null, significant(items[0].data[1], 4) + " ms"]]),
    }),
    series: [{ type: "line", data: times, showSymbol: false, itemStyle: { color: c.accent },
      lineStyle: { width: 1.4, color: c.accent } }],
  }), () => 220);
}
