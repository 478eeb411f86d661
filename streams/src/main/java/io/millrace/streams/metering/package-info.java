/** The pure core: rating, windows, budgets, rate windows, balances, drawdowns. No Kafka, no Avro. */
@NullMarked
package io.millrace.streams.metering;

import org.jspecify.annotations.NullMarked;
