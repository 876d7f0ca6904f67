/**
 * Opens the data sources of Spark: files of tables, tables of a catalog, queries, and any source
 * that is on the class path.
 *
 * <p>A table with versions is read at one version. The current version is looked up once and then
 * named in every read, because Spark may read rows again at any time, and a run that resumes must
 * read the rows that it began with. For Delta, the version is the number of the newest file in the
 * table's log; for Iceberg, it is the snapshot id of the main branch. A query is pinned by
 * inserting {@code VERSION AS OF} after the names of its tables.
 */
package org.sparksoftmax.data.source;
