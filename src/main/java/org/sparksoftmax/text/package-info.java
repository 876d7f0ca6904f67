/** Text that comes from outside, made fit to be shown. */
package org.sparksoftmax.text;
