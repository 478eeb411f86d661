/** Workspaces, drawdowns and credits. */
@NullMarked
package io.millrace.schemas.billing;

import org.jspecify.annotations.NullMarked;
