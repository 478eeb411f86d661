/** What becomes of messages on their way to whoever listens: the words of {@code millrace.undelivered}. */
@NullMarked
package io.millrace.schemas.delivery;

import org.jspecify.annotations.NullMarked;
