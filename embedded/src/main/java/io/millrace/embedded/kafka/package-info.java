/** A Kafka broker and controller (KRaft) inside this JVM. */
@NullMarked
package io.millrace.embedded.kafka;

import org.jspecify.annotations.NullMarked;
