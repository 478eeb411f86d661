package io.millrace.schemas.usage;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param outcome in one word
 * @param httpStatus of the provider's answer, 100 to 599; null when there was none
 * @param errorType class of the error, never its text: 1 to 128 letters, digits and {@code _ . $ : / -}; null for none
 * @param providerResponseId the provider's own id of its answer, for reconciling with its invoice; null for none
 */
public record Result(
        Outcome outcome,
        @Nullable Integer httpStatus,
        @Nullable String errorType,
        @Nullable String providerResponseId) {
    public static final Result SUCCESS = new Result(Outcome.SUCCESS, 200, null);

    private static final int HTTP_STATUS_MIN = 100;
    private static final int HTTP_STATUS_MAX = 599;

    public Result {
        if (httpStatus != null && (httpStatus < HTTP_STATUS_MIN || httpStatus > HTTP_STATUS_MAX)) {
            throw Expected.illegal("usage.result.http_status", httpStatus, HTTP_STATUS_MIN + " to " + HTTP_STATUS_MAX);
        }
        Require.errorTypeOrNull("usage.result.error_type", errorType);
        Require.identifierOrNull("usage.result.provider_response_id", providerResponseId);
    }

    /** An ending of which the provider's id is not known. */
    public Result(Outcome outcome, @Nullable Integer httpStatus, @Nullable String errorType) {
        this(outcome, httpStatus, errorType, null);
    }

    /** The same ending, with the provider's own id of its answer. */
    public Result withProviderResponseId(@Nullable String id) {
        return new Result(outcome, httpStatus, errorType, id);
    }
}
