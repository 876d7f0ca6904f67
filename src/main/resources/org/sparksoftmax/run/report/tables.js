// Tables, plain or sortable by column.

/** A table; a column is { title, number }, a row a list of texts or elements. */
function table(caption, columns, rows) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          columns.map((column) =>
            el("th", { scope: "col", class: column.number && "number" }, column.title)))),
      el(
        "tbody",
        {},
        rows.map((cells) => el("tr", {}, cells.map((cell, i) => tableCell(cell, columns[i], i)))))));
}

function tableCell(cell, column, i) {
  const best = cell && cell.best;
  const content = best ? cell.text : cell;
  return i === 0
    ? el("th", { scope: "row", class: column.number && "number" }, content)
    : el("td", { class: [column.number && "number", best && "best"].filter(Boolean).join(" ") || null },
      content);
}

/** A number with a bar from 0 to 1. */
function meter(value) {
  const width = isNumber(value) ? Math.max(0, Math.min(1, value)) * 100 : 0;
  return el("span", { class: "meter" }, fixed(value), el("i", { style: "--share:" + width + "%" }));
}

const classOf = (column) => (column.meters ? "meters" : column.number && "number");

/** A table that is sortable by its column headers, with a filter and a limit if it is long.
 *
 * @param columns { title, value(row), show(row), number, meters, filter }, filter of the first only
 */
function sortedTable(caption, columns, rows, sortBy, ascending, limit = 50) {
  const state = { column: sortBy, ascending, filter: "", all: rows.length <= limit };
  const body = el("tbody");
  const note = el("p", { class: "muted", "aria-live": "polite" });
  const heads = columns.map((column, i) =>
    el(
      "th",
      { scope: "col", class: classOf(column) },
      el("button", { type: "button", onclick: () => sort(i) }, column.title)));
  const more = el("button", {
    type: "button",
    class: "more",
    onclick: () => {
      state.all = !state.all;
      fill();
    },
  });
  const filter = el("input", {
    type: "search",
    "aria-label": "Only rows with",
    placeholder: "Filter",
    oninput: () => {
      state.filter = filter.value.toLowerCase();
      fill();
    },
  });

  function sort(i) {
    state.ascending = i === state.column ? !state.ascending : !columns[i].number;
    state.column = i;
    fill();
  }

  function compare(a, b) {
    const [x, y] = [a, b].map(columns[state.column].value);
    if (typeof x === "string") {
      return x.localeCompare(y, "en", { numeric: true }) * (state.ascending ? 1 : -1);
    }
    // Undefined values come last in either order.
    return isNumber(x) && isNumber(y)
      ? (state.ascending ? x - y : y - x)
      : Number(!isNumber(x)) - Number(!isNumber(y));
  }

  function fill() {
    const wanted = rows
      .filter((row) => !state.filter || columns[0].show(row).toLowerCase().includes(state.filter))
      .sort(compare);
    const shown = state.all ? wanted : wanted.slice(0, limit);
    heads.forEach((head, i) =>
      head.setAttribute(
        "aria-sort",
        i !== state.column ? "none" : state.ascending ? "ascending" : "descending"));
    body.replaceChildren(
      ...shown.map((row) =>
        el(
          "tr",
          {},
          columns.map((column, i) =>
            i === 0
              ? el("th", { scope: "row", class: classOf(column) }, column.show(row))
              : el("td", { class: classOf(column) }, column.show(row))))));
    note.textContent =
      shown.length < wanted.length ? shown.length + " of " + count(wanted.length) + " rows." : "";
    more.textContent = state.all ? "Show fewer" : "Show all " + count(wanted.length);
    more.hidden = rows.length <= limit || wanted.length <= limit;
  }

  fill();
  return el(
    "div",
    {},
    rows.length > limit && columns[0].filter && el("div", { class: "controls" }, filter),
    el(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, heads)), body)),
    note,
    more);
}
