package org.sparksoftmax.config;

/** What happens to a row that cannot be used ({@code data.bad-rows}). */
public enum BadRowPolicy {
  /** The first one ends the run. */
  FAIL,
  /** It is left out and counted. */
  SKIP,
  /** It is left out, counted, and written to a file beside the results. */
  QUARANTINE
}
