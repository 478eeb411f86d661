package io.millrace.billing.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error. Thrown up to the dispatcher, and no further. */
final class ApiException extends RuntimeException {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int MEDIA_TYPE = 415;
    static final int TOO_MANY = 429;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;

    private final int status;
    private final transient ApiError error;
    private final transient Map<String, String> headers;

    private ApiException(int status, ApiError error, Map<String, String> headers) {
        super(error.error().message());
        this.status = status;
        this.error = error;
        this.headers = Map.copyOf(headers);
    }

    static ApiException of(int status, String code, String message) {
        return new ApiException(status, ApiError.of(status, code, message, null), Map.of());
    }

    static ApiException of(int status, String code, String message, Map<String, String> headers) {
        return new ApiException(status, ApiError.of(status, code, message, null), headers);
    }

    /** A parameter that is not as it should be. */
    static ApiException param(String code, @Nullable String param, String message) {
        return new ApiException(BAD_REQUEST, ApiError.of(BAD_REQUEST, code, message, param), Map.of());
    }

    int status() {
        return status;
    }

    ApiError error() {
        return error;
    }

    Map<String, String> headers() {
        return headers;
    }
}
