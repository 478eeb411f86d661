/** The inbox of events in PostgreSQL. */
@NullMarked
package io.millrace.billing.postgres.webhook;

import org.jspecify.annotations.NullMarked;
