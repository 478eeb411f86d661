/** What budgets, limits, decisions and alerts speak of. */
@NullMarked
package io.millrace.schemas.scope;

import org.jspecify.annotations.NullMarked;
