// The configuration, and the command to reproduce the run.

/** Whether the run is the fit of a DataFrame, which has parameters, and no report.json or times. */
function isFit(run) {
  return Array.isArray((run.details || {}).parameters);
}

/** The keys of the configuration, or the parameters of a fit. */
function entriesOf(run) {
  return isFit(run)
    ? { entries: run.details.parameters, one: "Parameter", many: "parameters", title: "Parameters" }
    : { entries: run.config, one: "Key", many: "keys", title: "Configuration" };
}

function configurationSection(run) {
  const { entries, one, many, title } = entriesOf(run);
  const words = many[0].toUpperCase() + many.slice(1);
  const part = section("configuration", title, words + " that differ from their defaults.");
  const keyed = (shown, names) => shown.map((entry) => names.map((name) =>
    name === "key" ? keyName(entry.key) : el("code", {}, entry[name] === "" ? "(empty)" : entry[name])));
  const differing = entries.filter((entry) => entry.differs);
  add(
    part,
    differing.length === 0
      ? empty("Every " + one.toLowerCase() + " has its default.")
      : table(words + " that differ from their defaults",
        [{ title: one }, { title: "Value" }, { title: "Default" }],
        keyed(differing, ["key", "value", "default"])),
    el("details", {}, el("summary", {}, "All " + entries.length + " " + many),
      table("All " + many, [{ title: one }, { title: "Value" }], keyed(entries, ["key", "value"]))));
}

function reproductionSection(run) {
  const summary = run.summary;
  const part = section("reproduction", "Reproduction",
    "The same data and " + entriesOf(run).title.toLowerCase() + " give the same model, bit for bit, on any cluster.");
  const fact = (title, value) => value && [el("dt", {}, title), el("dd", {}, el("code", {}, value))];
  add(
    part,
    run.config.length > 0 && el("pre", { tabindex: "0", "aria-label": "Command" }, run.command),
    run.command.includes("***") && el("p", { class: "muted" }, "*** replaces a secret."),
    el("dl", { class: "facts" },
      fact("modelSha256", summary.modelSha256),
      fact("dataFingerprint", summary.dataFingerprint),
      fact("storage", summary.storage),
      fact("kernels", summary.kernels),
      summary.preconditioner && fact("preconditioner", summary.preconditioner.kind),
      fact("report created by", data.version)));
}
