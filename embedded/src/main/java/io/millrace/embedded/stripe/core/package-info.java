/** What Stripe decides about payment intents and idempotency keys, without HTTP and without files. */
@NullMarked
package io.millrace.embedded.stripe.core;

import org.jspecify.annotations.NullMarked;
