/** Policies, and the decisions and alerts that follow. */
@NullMarked
package io.millrace.schemas.budget;

import org.jspecify.annotations.NullMarked;
