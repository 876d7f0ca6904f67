// The most confident errors of the model.

const SHOWN_MISTAKES = 10;

function mistakesSection(run) {
  const part = section("mistakes", "Most confident errors");
  const { mistakes, image } = run.details || {};
  if (!mistakes) {
    add(part, empty("The run has no report.json, which contains the errors; train with a newer version to create it."));
    return;
  }
  const set = SET_NAMES[mistakes.set];
  if (mistakes.rows.length === 0) {
    add(part, empty("The model predicts every row of the " + set + " data correctly."));
    return;
  }
  add(part, el("p", { class: "lead" },
    "The " + mistakes.rows.length + " incorrect predictions on " + set + " data with the highest probability." +
    " Some labels may be wrong. Rows are numbered from 1 within the " + set + " rows."));
  const names = classNames(run);
  const pictured = image && mistakes.rows.some((row) => row.pixels);
  add(part, pictured ? mistakePictures(mistakes, image, names) : mistakeTable(mistakes, names, set));
}

function mistakePictures(mistakes, image, names) {
  return el("ul", { class: "pictures" }, mistakes.rows.filter((row) => row.pixels).map((row) => {
    const label = nameOf(names, row.label);
    const prediction = nameOf(names, row.prediction);
    return el("li", {}, el("figure", { title: row.file },
      picture(image, bytesOf(row.pixels), label + ", taken for " + prediction, pixelColor),
      el("figcaption", {},
        el("strong", {}, label), " taken for ", el("strong", {}, prediction),
        el("br"),
        el("span", { class: "muted" },
          probability(row.probability), el("br"), "row " + count(row.row)))));
  }));
}

function mistakeTable(mistakes, names, set) {
  const explained = mistakes.rows.some((row) => (row.reasons || []).length > 0);
  const columns = [
    { title: "Row", value: (row) => row.row, show: (row) => el("span", { title: row.file }, count(row.row)), number: true },
    { title: "Label", value: (row) => nameOf(names, row.label), show: (row) => nameOf(names, row.label) },
    { title: "Taken for", value: (row) => nameOf(names, row.prediction), show: (row) => nameOf(names, row.prediction) },
    { title: "Probability", value: (row) => row.probability, show: (row) => probability(row.probability), number: true },
    { title: "Of the label", value: (row) => row.labelProbability, show: (row) => probability(row.labelProbability), number: true },
  ];
  if (explained) {
    columns.push({
      title: "Features behind it", value: (row) => row.reasons.length,
      show: (row) => el("div", { class: "reasons" }, row.reasons.map((reason) =>
        el("span", { class: "nowrap" }, reason.name, " ", el("span", { class: "muted" }, significant(reason.value))))),
    });
  }
  const note = explained && el("p", { class: "muted" },
    "Features behind it: the features of the row, with their values, that contribute most to the logit of the prediction minus that of the label. Effects are relative to the mean for numbers and to the mean of the column for categories; features of the value 0 are left out.");
  return el("div", {}, note,
    sortedTable("Most confident errors on " + set + " data", columns, mistakes.rows, 3, false, SHOWN_MISTAKES));
}
