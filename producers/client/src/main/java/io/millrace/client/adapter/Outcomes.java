package io.millrace.client.adapter;

import static io.millrace.schemas.usage.TokenCounts.orZero;

import io.millrace.schemas.usage.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a call ended, from the class of its error and what it produced before. */
final class Outcomes {
    private Outcomes() {}

    /** @param errorClass a class or code, never a message */
    static Outcome ofError(@Nullable String errorClass, AdaptedUsage usage) {
        String error = errorClass == null ? "" : errorClass.toLowerCase(Locale.ROOT);
        if (error.contains("contentpolicy") || error.contains("content_filter") || error.contains("guardrail")) {
            return Outcome.REFUSED;
        }
        if (error.contains("cancel")) {
            return Outcome.CANCELLED;
        }
        if (error.contains("timeout") || error.contains("deadline")) {
            return Outcome.TIMEOUT;
        }
        return orZero(usage.tokens().outputTotal()) > 0 ? Outcome.PARTIAL : Outcome.ERROR;
    }
}
