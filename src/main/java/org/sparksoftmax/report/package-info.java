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
 * comparable between features of different units and between classes. A weight alone is neither: it
 * has the inverse unit of its feature, and logits may be moved by any number that is the same for
 * all classes. Feature j is taken for as strong for class k as it lifts the logit of k, on average,
 * in the rows of k beyond all rows,
 *
 * <pre>e_kj = (w_kj − (1/K) Σ_l w_lj) (m_kj − m_j),</pre>
 *
 * with the mean m_j of the feature over all training rows and m_kj over those of the class. (Times
 * the standard deviation instead, one row with an extreme value makes a feature strong everywhere.)
 */
package org.sparksoftmax.report;
