/** A top-up from its opening to its settlement, over a port to the payment provider. */
@NullMarked
package io.millrace.billing.charging;

import org.jspecify.annotations.NullMarked;
