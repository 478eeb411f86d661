package io.millrace.billing.api;

import org.jspecify.annotations.Nullable;

/** The body of every error. */
record ApiError(Detail error) {
    /** Who must act. */
    enum Type {
        /** The request is wrong as it is. */
        INVALID_REQUEST_ERROR,
        /** No key, or none that is known. */
        AUTHENTICATION_ERROR,
        /** The key may not do this. */
        PERMISSION_ERROR,
        /** The Idempotency-Key stands for another request, or for one that is under way. */
        IDEMPOTENCY_ERROR,
        /** Too many requests. */
        RATE_LIMIT_ERROR,
        /** Ours; to be sent again under the same Idempotency-Key. */
        API_ERROR
    }

    /**
     * What went wrong.
     *
     * @param code stable, lower snake case
     * @param message {@code <thing>: <value> (expected: <rule>)}
     * @param param the parameter, header or field; null where it is none of them
     */
    record Detail(
            Type type,
            String code,
            String message,
            @Nullable String param) {}

    static ApiError of(int status, String code, String message, @Nullable String param) {
        return new ApiError(new Detail(type(status, code), code, message, param));
    }

    private static Type type(int status, String code) {
        if (code.startsWith("idempotency_")) {
            return Type.IDEMPOTENCY_ERROR;
        }
        return switch (status) {
            case ApiException.UNAUTHORIZED -> Type.AUTHENTICATION_ERROR;
            case ApiException.FORBIDDEN -> Type.PERMISSION_ERROR;
            case ApiException.TOO_MANY -> Type.RATE_LIMIT_ERROR;
            default -> status >= ApiException.INTERNAL ? Type.API_ERROR : Type.INVALID_REQUEST_ERROR;
        };
    }
}
