/** Mirrored subscriptions and their dunning in PostgreSQL. */
@NullMarked
package io.millrace.billing.postgres.subscription;

import org.jspecify.annotations.NullMarked;
