/** The way in: one consumer for each destination, and the topic of what was given up. */
@NullMarked
package io.millrace.alerts.kafka;

import org.jspecify.annotations.NullMarked;
