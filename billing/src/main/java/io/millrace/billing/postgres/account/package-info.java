/** Closing accounts in PostgreSQL. */
@NullMarked
package io.millrace.billing.postgres.account;

import org.jspecify.annotations.NullMarked;
