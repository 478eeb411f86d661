/** When a message is tried again, given up or done, as rules without a clock or a network. */
@NullMarked
package io.millrace.alerts.delivery;

import org.jspecify.annotations.NullMarked;
