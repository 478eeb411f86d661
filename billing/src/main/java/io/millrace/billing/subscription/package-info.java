/** Subscriptions at the provider, mirrored by fetching them again. */
@NullMarked
package io.millrace.billing.subscription;

import org.jspecify.annotations.NullMarked;
