/** What the metering says beside the rated calls: alerts, decisions, refusals. From Kafka into the database. */
@NullMarked
package io.millrace.sinks.signal;

import org.jspecify.annotations.NullMarked;
