/** Plans, workspaces and what the metering has to be told of them, in PostgreSQL. */
@NullMarked
package io.millrace.billing.postgres.plan;

import org.jspecify.annotations.NullMarked;
