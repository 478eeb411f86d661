/** What is kept for how long, and what is due to go: no Kafka, no JDBC, no clock. */
@NullMarked
package io.millrace.privacy.retention;

import org.jspecify.annotations.NullMarked;
