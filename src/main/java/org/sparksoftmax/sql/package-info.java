/**
 * Functions of Spark SQL that apply saved models: {@code softmax_predict} and {@code
 * softmax_probabilities}, which {@link org.sparksoftmax.sql.SoftmaxExtensions} adds to sessions.
 *
 * <p>A call is bound when its query is analysed. The model is read then, the arguments are matched
 * with its columns, and the call becomes a function of one row, which Spark serialises with the
 * tasks as it does for stages. So one query runs with one model, and the next query with the model
 * that the path has then.
 *
 * <p>Rejected: an expression of Catalyst. Its methods for children and copies differ between
 * versions of Spark and Scala; a {@code ScalaUDF} over a struct does not.
 */
package org.sparksoftmax.sql;
