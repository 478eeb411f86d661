/** What Stripe decides: its endpoints, idempotency keys and pages, without HTTP and without files. */
@NullMarked
package io.millrace.embedded.stripe.core;

import org.jspecify.annotations.NullMarked;
