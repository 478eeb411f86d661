/** Objects, pages and errors as the JSON of Stripe's API. */
@NullMarked
package io.millrace.embedded.stripe.view;

import org.jspecify.annotations.NullMarked;
