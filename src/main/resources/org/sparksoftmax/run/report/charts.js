// Charts: colours, zoom, and adaptation to theme, width and printing.

const LIGHT = {
  page: "#ffffff", ink: "#1a1f26", muted: "#566170", line: "#dfe3e8", surface: "#f5f6f8",
  accent: "#0b62a4", warm: "#c2500a",
  series: ["#0b62a4", "#d55e00", "#007a5e", "#8a4d9e", "#b8860b", "#3f6f7f", "#b0305c", "#5c5c5c"],
};
const DARK = {
  page: "#14171b", ink: "#e6e9ed", muted: "#9ca7b3", line: "#323942", surface: "#1d2127",
  accent: "#74b7ec", warm: "#f2995c",
  series: ["#74b7ec", "#f2995c", "#57c9a5", "#c79bd8", "#e3c15f", "#8fc1d1", "#f08bab", "#b5b5b5"],
};
const PRINTED_WIDTH = 680;
const RIGHT = 28; // half of the longest label of a horizontal axis
const FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

const theme = { dark: matchMedia("(prefers-color-scheme: dark)").matches, printing: false };
const drawn = [];

function colors() {
  return theme.dark && !theme.printing ? DARK : LIGHT;
}

/** Registers a drawing that is repeated when the colours change. */
function redrawn(draw) {
  drawn.push(draw);
  draw();
}

function applyTheme() {
  const dark = theme.dark && !theme.printing;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const button = document.getElementById("theme");
  button.setAttribute("aria-pressed", String(theme.dark));
  drawn.forEach((draw) => draw());
}

function followTheme() {
  document.getElementById("theme").addEventListener("click", () => {
    theme.dark = !theme.dark;
    applyTheme();
  });
  addEventListener("beforeprint", () => {
    theme.printing = true;
    applyTheme();
  });
  addEventListener("afterprint", () => {
    theme.printing = false;
    applyTheme();
  });
  applyTheme();
}

/** Adds a chart in its own element.
 *
 * @param option returns the ECharts option for colours and width
 * @param height returns the height in pixels for a width
 */
function chart(parent, label, option, height, renderer = "svg") {
  const element = el("div", { class: "chart", "data-label": label });
  parent.append(element);
  const width = () => (theme.printing ? PRINTED_WIDTH : element.clientWidth || PRINTED_WIDTH);
  const size = () => ({ width: width(), height: Math.round(height(width())) });
  element.style.height = size().height + "px";
  const instance = echarts.init(element, null, { renderer, ...size() });
  const draw = () => {
    const now = size();
    element.style.height = now.height + "px";
    instance.resize(now);
    instance.setOption({ ...base(colors(), label), ...option(colors(), now.width) }, true);
  };
  let last = width();
  new ResizeObserver(() => {
    if (element.clientWidth && element.clientWidth !== last && !theme.printing) {
      last = element.clientWidth;
      draw();
    }
  }).observe(element);
  redrawn(draw);
  return { element, instance, draw };
}

function base(c, label) {
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: {
      fontFamily: FONT,
      color: c.ink,
    },
    aria: { enabled: true, label: { description: label } },
  };
}

function axis(c, more) {
  return {
    axisLine: { lineStyle: { color: c.line } },
    axisTick: { show: false },
    axisLabel: { color: c.muted, fontSize: 12, hideOverlap: true },
    nameTextStyle: { color: c.muted, fontSize: 12 },
    splitLine: { lineStyle: { color: c.line, opacity: 0.6 } },
    ...more,
  };
}

/** Formats a number on an axis, in at most 9 characters. */
function tick(value) {
  const short = Number(value.toPrecision(4));
  const size = Math.abs(short);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? short.toExponential() : String(short);
}

const ruler = document.createElement("canvas").getContext("2d");

/** The width of a label of an axis in pixels. */
function labelWidth(text) {
  ruler.font = "12px " + FONT;
  return Math.ceil(ruler.measureText(text).width);
}

/** A label of an axis, shortened in the middle to a width in pixels. */
function fitting(text, most) {
  let length = text.length;
  let label = short(text, length);
  while (length > 3 && labelWidth(label) > most) {
    length--;
    label = short(text, length);
  }
  return label;
}

/** A tooltip built from elements, never from markup. */
function tooltip(c, more) {
  return {
    backgroundColor: c.page,
    borderColor: c.line,
    textStyle: { color: c.ink, fontSize: 13 },
    confine: true,
    transitionDuration: 0,
    ...more,
  };
}

function tooltipLines(title, lines) {
  return el(
    "div",
    {},
    el("div", { style: "font-weight:600" }, title),
    lines.map(([color, text]) =>
      el("div", {}, color && el("i", { class: "swatch", style: "background:" + color }), text)));
}

/** Buttons equivalent to dragging the zoom bar. */
function zoomControls(target) {
  const window = () => {
    const { start, end } = target().getOption().dataZoom[0];
    return [start, end];
  };
  const zoom = (start, end) => target().dispatchAction({ type: "dataZoom", start, end });
  const scale = (factor) => {
    const [start, end] = window();
    const middle = (start + end) / 2;
    const half = Math.min(50, Math.max(0.5, ((end - start) / 2) * factor));
    const from = Math.min(100 - 2 * half, Math.max(0, middle - half));
    zoom(from, from + 2 * half);
  };
  const move = (share) => {
    const [start, end] = window();
    const by = Math.max(-start, Math.min(100 - end, (end - start) * share));
    zoom(start + by, end + by);
  };
  const button = (text, label, action) =>
    el("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
  return el(
    "span",
    { class: "group zoom", role: "group", "aria-label": "Zoom" },
    "Zoom",
    el(
      "span",
      { class: "choice" },
      button("+", "Zoom in", () => scale(0.5)),
      button("−", "Zoom out", () => scale(2)),
      button("←", "Earlier", () => move(-0.5)),
      button("→", "Later", () => move(0.5)),
      button("All", "Show all", () => zoom(0, 100))));
}

/** Black or white, whichever has more contrast with a colour. */
function inkOn(color) {
  const [red, green, blue] = color.match(/\d+/g).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 120 ? "#14171b" : "#ffffff";
}

/** A colour between two, share from 0 to 1. */
function mix(from, to, share) {
  const channel = (color, i) => parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  const part = (i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * share);
  return "rgb(" + part(0) + "," + part(1) + "," + part(2) + ")";
}
