// The strongest features of each class of a linear model, by name.

const CARDS = 12;

function featuresSection(run) {
  const details = run.details || {};
  if (details.templates) {
    return; // pictures say it better than the numbers of pixels
  }
  const part = section("features", "Strongest features",
    "Blue speaks for the class, orange against it. A bar is the weight, less the mean of the feature's weights over all classes, times the standard deviation of the feature in the training rows: what a typical difference of the feature adds to the logit.");
  if ((run.summary.hiddenLayers || []).length > 0) {
    part.append(empty("A network has no weight of a feature for a class; its strongest features are left out."));
    return;
  }
  if (!details.features) {
    part.append(empty("The run has left no report.json, which holds the strongest features; a newer version of train writes it."));
    return;
  }
  const names = classNames(run);
  const classes = details.features.classes.map((effects, k) => ({ title: nameOf(names, run.labels[k]), effects }));
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
  part.append(classes.length > CARDS ? el("div", { class: "controls" }, filter) : "", cards, more);
  fill();
  const all = (run.summary.train || {}).classes;
  if (classes.length < all) {
    part.append(el("p", { class: "muted" }, "The first " + count(classes.length) + " of " + count(all) + " classes."));
  }
}

function effectCard({ title, effects }) {
  const most = Math.max(...effects.map((effect) => Math.abs(effect.effect)), 0);
  return el(
    "div",
    { class: "card" },
    el("h3", {}, title),
    effects.length === 0
      ? el("p", { class: "muted" }, "No feature has an effect.")
      : el(
        "table",
        { class: "effects", "aria-label": "Strongest features of " + title },
        el("tbody", {}, effects.map((effect) => el(
          "tr",
          { title: effect.name + ": weight " + significant(effect.weight) + ", effect " + significant(effect.effect) },
          el("th", { scope: "row" }, effect.name),
          el("td", {}, beam(effect.effect, most)),
          el("td", { class: "number" }, signed(effect.effect)))))));
}

function beam(effect, most) {
  const width = most > 0 ? (50 * Math.abs(effect)) / most : 0;
  return el("div", { class: "beam", "aria-hidden": "true" },
    el("i", { class: effect >= 0 ? "for" : "against", style: "width:" + width + "%" }));
}

function signed(value) {
  return (value > 0 ? "+" : "") + significant(value, 3).replace("-", "−");
}
