/** Checkouts in PostgreSQL. */
@NullMarked
package io.millrace.billing.postgres.checkout;

import org.jspecify.annotations.NullMarked;
