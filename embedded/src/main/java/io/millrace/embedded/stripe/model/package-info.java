/** What the stand-in for Stripe remembers: values only, each change a new one. */
@NullMarked
package io.millrace.embedded.stripe.model;

import org.jspecify.annotations.NullMarked;
