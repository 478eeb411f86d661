/** Helpers of the billing tests. */
@NullMarked
package io.millrace.billing.testing;

import org.jspecify.annotations.NullMarked;
