/** Prices and rated calls. */
@NullMarked
package io.millrace.schemas.rating;

import org.jspecify.annotations.NullMarked;
