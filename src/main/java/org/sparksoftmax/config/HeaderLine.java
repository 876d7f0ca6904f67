package org.sparksoftmax.config;

/** Whether the first line of a csv or tsv file names its columns ({@code data.header}). */
public enum HeaderLine {
  /** A header if the label column is given by name, or if no cell of the first line is a number. */
  AUTO,
  TRUE,
  FALSE
}
