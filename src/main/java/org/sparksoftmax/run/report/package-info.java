/**
 * The report of a run, or the comparison of several: one self-contained HTML file that works
 * offline.
 *
 * <p>{@link org.sparksoftmax.run.report.ReportPage} assembles the page: style sheets and scripts
 * (resources of this package), the chart library (ECharts, from its WebJar), and the data that
 * {@link org.sparksoftmax.run.report.PageData} derives from the files of a run, as JSON in a {@code
 * script} element that is never executed. Names and labels come from the data and are untrusted:
 * the JSON is escaped so that it cannot end its element, the scripts insert it as text only, and a
 * content security policy forbids every request.
 *
 * <p>The size of the file is bounded: curves are thinned ({@link
 * org.sparksoftmax.run.report.Thinning}, which keeps extremes), classes, features and images are
 * limited, and the page states what it omits.
 *
 * <p>As elsewhere, {@link org.sparksoftmax.model.FeatureEffects} ranks the features from the model
 * alone. The page also shows their means over the training rows ({@link
 * org.sparksoftmax.math.evaluate.FeatureMeans}), which do not affect the ranking.
 */
package org.sparksoftmax.run.report;
