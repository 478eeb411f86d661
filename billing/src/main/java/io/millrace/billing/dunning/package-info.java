/** The ladder of an unpaid subscription: warn, throttle, suspend. */
@NullMarked
package io.millrace.billing.dunning;

import org.jspecify.annotations.NullMarked;
