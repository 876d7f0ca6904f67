package org.sparksoftmax.cli.cluster;

/** Ends a command that the cluster has given nothing for too long; the message says what. */
public final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
