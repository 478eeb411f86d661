/** Typed settings, all problems reported at once. */
@NullMarked
package io.millrace.schemas.config;

import org.jspecify.annotations.NullMarked;
