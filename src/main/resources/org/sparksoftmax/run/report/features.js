// The strongest features of each class of a linear model, by name.

const CARDS = 12;
const NOTICED = 500; // a bar of a smaller part of the longest one would not be seen

function featuresSection(run) {
  const details = run.details || {};
  if (details.templates) {
    return; // pictures say it better than the numbers of pixels
  }
  const part = section("features", "Strongest features", details.features && details.features.per ? effectsText(details.features) : "");
  if ((run.summary.hiddenLayers || []).length > 0) {
    add(part, empty("Not available for networks, which have no weights between features and classes."));
    return;
  }
  if (!details.features) {
    add(part, empty(details.mistakes
      ? "The model has too many weights for this list."
      : "The run has no report.json, which contains the strongest features; train with a newer version to create it."));
    return;
  }
  if (!details.features.per) {
    add(part, empty("The report.json of this run is from an earlier version, which ranked features differently; train again for this list."));
    return;
  }
  const names = classNames(run);
  const label = (k) => nameOf(names, run.labels[k]);
  const classes = details.features.classes.map((one) => ({
    title: details.features.logOdds ? label(one.class) + " against " + label(0) : label(one.class),
    effects: one.effects,
  }));
  const state = { filter: "", shown: CARDS };
  const cards = el("div", { class: "cards" });
  const more = el("button", {
    type: "button",
    class: "more",
    onclick: () => {
      state.shown += 4 * CARDS;
      fill();
    },
  });
  const filter = el("input", {
    type: "search",
    placeholder: "Class or feature",
    "aria-label": "Only classes or features with",
    oninput: () => {
      state.filter = filter.value.toLowerCase();
      fill();
    },
  });
  const fill = () => {
    const wanted = classes.filter((one) => !state.filter || one.title.toLowerCase().includes(state.filter) ||
      one.effects.some((effect) => effect.name.toLowerCase().includes(state.filter)));
    const limit = classes.length <= 2 * CARDS ? classes.length : state.shown;
    cards.replaceChildren(...wanted.slice(0, limit).map(effectCard));
    more.hidden = wanted.length <= limit;
    more.textContent = "Show more of " + count(wanted.length) + " classes";
  };
  add(part, classes.length > CARDS && el("div", { class: "controls" }, filter), cards, more);
  fill();
  const all = (run.summary.train || {}).classes;
  if (classes.length < all && !details.features.logOdds) {
    add(part, el("p", { class: "muted" }, "The first " + count(classes.length) + " of " + count(all) + " classes."));
  }
}

// Explains the bars; order and numbers are those of describe.
function effectsText({ per, logOdds, categories }) {
  return "A bar is the effect of the feature on the " + (logOdds ? "log odds of the second class" : "logit of the class") +
    (per === "unit" ? " per unit." : " per standard deviation of a number.") +
    " Blue raises " + (logOdds ? "them" : "it") + ", orange lowers " + (logOdds ? "them" : "it") + "." +
    (logOdds ? "" : " Weights are relative to their mean over the classes.") +
    (categories ? " Those of categories are relative to the mean of their column, and not scaled." : "") +
    " softmax describe ranks features in the same way.";
}

function effectCard({ title, effects }) {
  const most = Math.max(...effects.map((effect) => Math.abs(effect.effect)), 0);
  return el(
    "div",
    { class: "card" },
    el("h3", {}, title),
    effects.length === 0
      ? el("p", { class: "muted" }, "No feature distinguishes it.")
      : el(
        "table",
        { class: "effects", "aria-label": "Strongest features of " + title },
        el("tbody", {}, effects.filter((effect) => Math.abs(effect.effect) > most / NOTICED).map((effect) => el(
          "tr",
          {
            title: effect.name + ": " + significant(effect.weight) + " per unit; mean " + significant(effect.classMean) +
              " in the class, " + significant(effect.mean) + " in all rows",
          },
          el("th", { scope: "row" }, short(effect.name, 19)),
          el("td", {}, beam(effect, most)),
          el("td", { class: "number" }, significant(effect.effect, 3)))))));
}

function beam({ effect }, most) {
  const more = effect > 0;
  return el("div", { class: "beam", role: "img", "aria-label": more ? "raises" : "lowers" },
    el("i", { class: more ? "more" : "less", style: "width:" + (100 * Math.abs(effect)) / most + "%" }));
}
