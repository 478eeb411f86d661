/** Money that goes back: refunds and disputes, what they book, and the port to the payment provider. */
@NullMarked
package io.millrace.billing.returns;

import org.jspecify.annotations.NullMarked;
