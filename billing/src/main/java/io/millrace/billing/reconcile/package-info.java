/** The ledger against the provider's own lists: what is compared, by which rule, and in which order. Knows no database and no HTTP. */
@NullMarked
package io.millrace.billing.reconcile;

import org.jspecify.annotations.NullMarked;
