/** The payment port over stripe-java. */
@NullMarked
package io.millrace.billing.stripe;

import org.jspecify.annotations.NullMarked;
