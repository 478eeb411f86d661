/** Bodies in PostgreSQL. */
@NullMarked
package io.millrace.content.store;

import org.jspecify.annotations.NullMarked;
