/** Text utilities: sanitising untrusted text for display, and formatting keywords and numbers. */
package org.sparksoftmax.text;
