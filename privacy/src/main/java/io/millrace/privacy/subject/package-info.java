/** Requests of those concerned: what is asked, in which steps it is done, and what is certified. No Kafka, no JDBC. */
@NullMarked
package io.millrace.privacy.subject;

import org.jspecify.annotations.NullMarked;
