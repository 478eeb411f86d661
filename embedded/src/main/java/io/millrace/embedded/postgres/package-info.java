/** PostgreSQL as a child process of this JVM, with a data directory that is kept. */
@NullMarked
package io.millrace.embedded.postgres;

import org.jspecify.annotations.NullMarked;
