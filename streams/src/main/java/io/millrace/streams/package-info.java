/** The metering of usage with Kafka Streams: settings, start and stop. */
@NullMarked
package io.millrace.streams;

import org.jspecify.annotations.NullMarked;
