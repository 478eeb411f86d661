/** Usage by month in PostgreSQL, and the statements made of it. */
@NullMarked
package io.millrace.billing.postgres.statement;

import org.jspecify.annotations.NullMarked;
