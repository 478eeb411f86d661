/** The one grammar of errors, and their kinds. */
@NullMarked
package io.millrace.schemas.error;

import org.jspecify.annotations.NullMarked;
