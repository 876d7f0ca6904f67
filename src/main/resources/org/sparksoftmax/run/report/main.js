// The page.

document.getElementById("made").textContent = "Created by " + data.version + ".";
if (data.runs.length === 1) {
  const run = data.runs[0];
  headline(run);
  curvesSection([run]);
  classesSection(run);
  confusionsSection(run);
  reliabilitySection(run);
  if (!isFit(run)) {
    scoresSection(run);
  }
  templatesSection(run);
  if (!isFit(run)) {
    featuresSection(run);
    mistakesSection(run);
    timeSection(run);
  }
  configurationSection(run);
  reproductionSection(run);
} else {
  comparisonPage(data.runs);
}
followTheme();
document.documentElement.dataset.ready = "true";
