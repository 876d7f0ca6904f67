/** Readers of CSV, TSV and LIBSVM files. */
package org.sparksoftmax.data.text;
