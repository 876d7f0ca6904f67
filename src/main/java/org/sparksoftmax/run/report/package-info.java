/**
 * The report of a run, and of several side by side: one HTML file that needs nothing else, no
 * network either.
 *
 * <p>{@link org.sparksoftmax.run.report.ReportPage} puts the page together: style sheet and scripts
 * (resources of this package), the chart library (ECharts, from its WebJar), and what {@link
 * org.sparksoftmax.run.report.PageData} makes of the files of a run, as JSON in a {@code script}
 * element that is never executed. Names and labels come from the data and may hold anything: the
 * JSON is escaped so that it cannot end its element, the scripts put it into the page as text only,
 * and a content security policy forbids every request.
 *
 * <p>What would make the file large is bounded: curves are thinned ({@link
 * org.sparksoftmax.run.report.Thinning}, extremes stay), classes, features and pictures are
 * limited, and the page says what it leaves out.
 *
 * <p>Features are ranked as everywhere, by {@link org.sparksoftmax.model.FeatureEffects}: from the
 * model alone. Their means over the training rows ({@link
 * org.sparksoftmax.math.evaluate.FeatureMeans}) are shown with them, and do not move them.
 */
package org.sparksoftmax.run.report;
