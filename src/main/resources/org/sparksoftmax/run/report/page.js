// Functions shared by all parts of the page: data, elements, numbers, sections.

const data = JSON.parse(document.getElementById("data").textContent);
const SETS = ["train", "validation", "test"];
const SET_NAMES = { train: "training", validation: "validation", test: "test" };

/** An element; children are elements or texts, never markup. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  return add(element, ...children);
}

/** Adds elements and texts, without missing ones. */
function add(element, ...children) {
  for (const child of children.flat()) {
    if (child !== undefined && child !== null && child !== false && child !== "") {
      element.append(child);
    }
  }
  return element;
}

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

/** A whole number with separators. */
function count(value) {
  return isNumber(value) ? Math.round(value).toLocaleString("en-US") : "–";
}

/** A number with the given decimals, or a dash if undefined. */
function fixed(value, decimals = 4) {
  return isNumber(value) ? value.toFixed(decimals) : "–";
}

/** A number with the given significant digits, and with an exponent if it is far from 1. */
function significant(value, digits = 4) {
  if (!isNumber(value)) {
    return "–";
  }
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? value.toExponential(digits - 1)
    : String(Number(value.toPrecision(digits)));
}

function percent(value, decimals = 1) {
  return isNumber(value) ? (100 * value).toFixed(decimals) + " %" : "–";
}

/** A probability, never rounded to 0 or 1. */
function probability(value) {
  return value > 0.9995 && value < 1 ? "> 99.9 %" : value < 0.0005 && value > 0 ? "< 0.1 %" : percent(value);
}

/** A duration in readable units. */
function duration(seconds) {
  if (!isNumber(seconds)) {
    return "–";
  }
  if (seconds < 1) {
    return Math.round(1000 * seconds) + " ms";
  }
  if (seconds < 120) {
    return seconds.toFixed(1) + " s";
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? minutes + " min" : (seconds / 3600).toFixed(1) + " h";
}

/** Shortened in the middle, for axes. */
function short(text, most = 22) {
  return text.length <= most
    ? text
    : text.slice(0, Math.ceil(most / 2)) + "…" + text.slice(-Math.floor(most / 2) + 1);
}

/** The name of a key, which breaks only after dots and dashes. */
function keyName(key) {
  return el("code", { class: "key" }, key.split(/(?<=[.-])/).flatMap((part, i) => (i ? [el("wbr"), part] : [part])));
}

/** A section with its link in the contents. */
function section(id, title, lead) {
  const heading = el("h2", { id: id + "-title" }, title);
  const element = el("section", { id, "aria-labelledby": id + "-title" }, heading);
  if (lead) {
    element.append(el("p", { class: "lead" }, lead));
  }
  document.getElementById("content").append(element);
  document.getElementById("contents").append(el("a", { href: "#" + id }, title));
  return element;
}

function empty(text) {
  return el("p", { class: "empty" }, text);
}

/** Buttons of which one is pressed. */
function choice(label, options, chosen, onChoose) {
  const buttons = options.map(([value, text]) =>
    el(
      "button",
      {
        type: "button",
        "aria-pressed": String(value === chosen),
        "data-value": value,
        onclick: () => {
          buttons.forEach((button) =>
            button.setAttribute("aria-pressed", String(button.dataset.value === value)));
          onChoose(value);
        },
      },
      text));
  return el(
    "span",
    { class: "group", role: "group", "aria-label": label },
    label,
    el("span", { class: "choice" }, buttons));
}

/** A list to choose from. */
function selection(label, options, chosen, onChoose) {
  const select = el(
    "select",
    { onchange: () => onChoose(select.value) },
    options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
  return el("label", {}, label, select);
}

/** The display names of the classes of a run, by label. */
function classNames(run) {
  return new Map(run.names || []);
}

function nameOf(names, label) {
  return names.has(label) ? names.get(label) : label;
}

/** The sets of a run that have measures. */
function setsOf(run) {
  return SETS.filter((set) => run.summary[set]);
}

/** The set most representative of new data. */
function bestSet(run) {
  return setsOf(run).at(-1);
}
