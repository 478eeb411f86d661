/** Top-ups that a customer pays on a page of the provider's: the state machine of a page, and its ports. */
@NullMarked
package io.millrace.billing.checkout;

import org.jspecify.annotations.NullMarked;
