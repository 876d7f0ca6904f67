// The configuration, and the command to reproduce the run.

function configurationSection(run) {
  const part = section("configuration", "Configuration", "Keys that differ from their defaults.");
  const keyed = (entries, titles) => entries.map((entry) => titles.map((title) =>
    title === "key" ? el("code", {}, entry.key) : el("code", {}, entry[title] === "" ? "(empty)" : entry[title])));
  const differing = run.config.filter((entry) => entry.differs);
  add(
    part,
    differing.length === 0
      ? empty("Every key has its default.")
      : table("Keys that differ from their defaults",
        [{ title: "Key" }, { title: "Value" }, { title: "Default" }],
        keyed(differing, ["key", "value", "default"])),
    el("details", {}, el("summary", {}, "All " + run.config.length + " keys"),
      table("The resolved configuration", [{ title: "Key" }, { title: "Value" }], keyed(run.config, ["key", "value"]))));
}

function reproductionSection(run) {
  const summary = run.summary;
  const part = section("reproduction", "Reproduction",
    "The same data and configuration give the same model, bit for bit, on any cluster.");
  const fact = (title, value) => value && [el("dt", {}, title), el("dd", {}, el("code", {}, value))];
  add(
    part,
    el("pre", { tabindex: "0", "aria-label": "Command" }, run.command),
    run.command.includes("***") && el("p", { class: "muted" }, "*** replaces a secret."),
    el("dl", { class: "facts" },
      fact("modelSha256", summary.modelSha256),
      fact("dataFingerprint", summary.dataFingerprint),
      fact("storage", summary.storage),
      fact("kernels", summary.kernels),
      summary.preconditioner && fact("preconditioner", summary.preconditioner.kind),
      fact("report created by", data.version)));
}
