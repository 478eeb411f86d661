/** Kafka serdes over a Confluent-compatible registry. */
@NullMarked
package io.millrace.schemas.serde;

import org.jspecify.annotations.NullMarked;
