/** What goes wrong on the way to Stripe, and at Stripe, on purpose. */
@NullMarked
package io.millrace.embedded.stripe.fault;

import org.jspecify.annotations.NullMarked;
