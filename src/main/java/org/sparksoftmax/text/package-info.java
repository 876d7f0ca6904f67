/** Text that comes from outside, made fit to be shown, and names of our own as text. */
package org.sparksoftmax.text;
