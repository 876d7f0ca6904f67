/**
 * The cluster under a command: whether its master accepts the command, and what is missing while
 * the command waits for it.
 */
package org.sparksoftmax.cli.cluster;
