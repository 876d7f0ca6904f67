package org.sparksoftmax.config.parse;

/** Whether a configuration may include addresses, {@code include url("https://...")}. */
public enum RemoteIncludes {
  /** An included address is an error: no configuration makes the program read from the network. */
  REJECTED,
  /** Addresses are read when the configuration is. */
  ALLOWED
}
