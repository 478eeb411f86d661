/** Events on their way to whoever listens: signed, late, twice, out of order. */
@NullMarked
package io.millrace.embedded.stripe.webhook;

import org.jspecify.annotations.NullMarked;
