/** The ledger and the top-ups in PostgreSQL, schema billing. */
@NullMarked
package io.millrace.billing.postgres;

import org.jspecify.annotations.NullMarked;
