/** Keeps what was asked and answered, for gateways whose policy it is: sealed, apart from usage, and off unless it is started. */
@NullMarked
package io.millrace.content;

import org.jspecify.annotations.NullMarked;
