/** Notices to customers on their way to Kafka. */
@NullMarked
package io.millrace.billing.postgres.notice;

import org.jspecify.annotations.NullMarked;
