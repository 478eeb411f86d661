/** The Flink job that writes rated calls and their rollups to PostgreSQL, in this process. */
@NullMarked
package io.millrace.sinks;

import org.jspecify.annotations.NullMarked;
