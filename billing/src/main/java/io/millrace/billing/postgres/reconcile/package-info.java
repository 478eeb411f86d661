/** Runs of reconciliation in PostgreSQL, and the ledger's side of them. */
@NullMarked
package io.millrace.billing.postgres.reconcile;

import org.jspecify.annotations.NullMarked;
