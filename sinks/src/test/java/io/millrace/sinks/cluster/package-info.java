/** Flink clusters whose job manager and task managers are processes of their own, to be killed. */
@NullMarked
package io.millrace.sinks.cluster;

import org.jspecify.annotations.NullMarked;
