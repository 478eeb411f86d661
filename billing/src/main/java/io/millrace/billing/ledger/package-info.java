/** The double-entry core: grants, burn-down, transfers. Knows no database, no Kafka and no Stripe. */
@NullMarked
package io.millrace.billing.ledger;

import org.jspecify.annotations.NullMarked;
