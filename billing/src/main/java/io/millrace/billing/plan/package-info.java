/** Plans: what a workspace gets and is held to for its monthly fee. */
@NullMarked
package io.millrace.billing.plan;

import org.jspecify.annotations.NullMarked;
