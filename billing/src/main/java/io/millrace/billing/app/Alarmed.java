package io.millrace.billing.app;

import org.jspecify.annotations.Nullable;

/** What may have found something that a person must look at. */
interface Alarmed {
    /** {@code <thing>: <value> (expected: <rule>)}; null when there is nothing. */
    @Nullable
    String alarm();
}
