/** Who may do what at the broker. */
@NullMarked
package io.millrace.schemas.access;

import org.jspecify.annotations.NullMarked;
