/** The bodies of a call, and the keys they are sealed under: no Kafka, no JDBC. */
@NullMarked
package io.millrace.content.seal;

import org.jspecify.annotations.NullMarked;
