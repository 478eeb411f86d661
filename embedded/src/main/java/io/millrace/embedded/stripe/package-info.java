/** A local stand-in for the Stripe API, with a state that is kept. */
@NullMarked
package io.millrace.embedded.stripe;

import org.jspecify.annotations.NullMarked;
