/**
 * The report of a run, and of several side by side: one HTML file that needs nothing else, no
 * network either.
 *
 * <p>{@link org.sparksoftmax.report.ReportPage} puts the page together: style sheet and scripts
 * (resources beside this package), the chart library (ECharts, from its WebJar), and what {@link
 * org.sparksoftmax.report.PageData} makes of the files of a run, as JSON in a {@code script}
 * element that is never executed. Names and labels come from the data and may hold anything: the
 * JSON is escaped so that it cannot end its element, the scripts put it into the page as text only,
 * and a content security policy forbids every request.
 *
 * <p>What would make the file large is bounded: curves are thinned ({@link
 * org.sparksoftmax.report.Thinning}, extremes stay), classes, features and pictures are limited,
 * and the page says what it leaves out.
 *
 * <p>The strength of a feature ({@link org.sparksoftmax.report.StrongestFeatures}) must be
 * comparable between features of different units and between classes. Logits may be moved by any
 * number that is the same for all classes, so that only w_kj − (1/K) Σ_l w_lj says something of
 * class k; times the deviation σ_j of the feature it is the part that a typical difference of the
 * feature has in the logit.
 */
package org.sparksoftmax.report;
