/**
 * A write-ahead log in memory-mapped files: what was appended survives the death of the process at any instant. Knows
 * bytes, files and Avro schemas; nothing of Kafka.
 */
@NullMarked
package io.millrace.client.spool;

import org.jspecify.annotations.NullMarked;
