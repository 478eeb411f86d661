/** What the API keeps and reads in PostgreSQL: keys, idempotency, and the views its answers are made of. */
@NullMarked
package io.millrace.billing.postgres.api;

import org.jspecify.annotations.NullMarked;
