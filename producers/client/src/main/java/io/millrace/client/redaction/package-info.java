/**
 * Keeps secrets, card numbers and government ids out of Kafka: finds them in the texts of a usage record and puts
 * {@code [redacted:<rule>]} in their place. Pure; nothing here logs, and no message holds a value.
 */
@NullMarked
package io.millrace.client.redaction;

import org.jspecify.annotations.NullMarked;
