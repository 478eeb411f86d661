/** Event time and the only reader of the wall clock. */
@NullMarked
package io.millrace.schemas.time;

import org.jspecify.annotations.NullMarked;
