/** Terms, charges and closing debts of workspaces that pay afterwards, in PostgreSQL. */
@NullMarked
package io.millrace.billing.postgres.postpaid;

import org.jspecify.annotations.NullMarked;
