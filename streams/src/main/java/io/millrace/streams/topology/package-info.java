/** The Kafka Streams shell: one processor per step, named by Node, with the stores of Store. */
@NullMarked
package io.millrace.streams.topology;

import org.jspecify.annotations.NullMarked;
