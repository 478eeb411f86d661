/** The Flink job: its graph, its source and its sink. */
@NullMarked
package io.millrace.sinks.job;

import org.jspecify.annotations.NullMarked;
